<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>BrokenPage</name>
    <message>
        <source>This page cannot be opened</source>
        <translation>这一页无法打开</translation>
    </message>
    <message>
        <source>The other pages work. Please send the report to those who look after the program.</source>
        <translation>其他页面可正常使用。请把错误报告发给维护人员。</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Back to default</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>执行</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>{key} already means “{command}”.</source>
        <translation>{key} 已用于“{command}”。</translation>
    </message>
</context>
<context>
    <name>FormDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Shouyue</source>
        <translation>守约</translation>
    </message>
    <message>
        <source>Staff no. {number}</source>
        <translation>工号 {number}</translation>
    </message>
    <message>
        <source>Open {page}</source>
        <translation>打开{page}</translation>
    </message>
</context>
<context>
    <name>Notify</name>
    <message>
        <source>Something in the program went wrong.</source>
        <translation>程序出了点问题。</translation>
    </message>
</context>
<context>
    <name>PagedTable</name>
    <message>
        <source>Columns as they came</source>
        <translation>恢复默认列</translation>
    </message>
</context>
<context>
    <name>ProblemDialog</name>
    <message>
        <source>That did not work</source>
        <translation>操作未完成</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Nothing was changed and the program goes on. The report names places in the program only, no customer data.</source>
        <translation>数据没有改动，可以继续使用。报告只含程序位置，不含客户信息。</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
</context>
<context>
    <name>QuestionDialog</name>
    <message>
        <source>Please confirm</source>
        <translation>请确认</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>WindowFacts</name>
    <message>
        <source>Saved {time}</source>
        <translation>已保存 {time}</translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation>单机版</translation>
    </message>
    <message>
        <source>on the server</source>
        <translation>联网版</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器数据库</translation>
    </message>
    <message>
        <source>No backup yet</source>
        <translation>尚无备份</translation>
    </message>
    <message>
        <source>Last backup {day}</source>
        <translation>上次备份 {day}</translation>
    </message>
    <message>
        <source>Encrypted here</source>
        <translation>本地加密</translation>
    </message>
    <message>
        <source>Works offline</source>
        <translation>离线运行</translation>
    </message>
</context>
<context>
    <name>WindowMenu</name>
    <message>
        <source>Undo the last action</source>
        <translation>撤销上一步操作</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>All commands and shortcuts…</source>
        <translation>全部命令与快捷键…</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>_Brand</name>
    <message>
        <source>Shouyue</source>
        <translation>守约</translation>
    </message>
</context>
<context>
    <name>_ProgressRow</name>
    <message>
        <source>Working…</source>
        <translation>正在处理…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
</context>
<context>
    <name>_ToastRow</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭提示</translation>
    </message>
</context>
<context>
    <name>_User</name>
    <message>
        <source>Menu of {name}</source>
        <translation>{name}的菜单</translation>
    </message>
</context>
<context>
    <name>formats</name>
    <message>
        <source>{days}d late</source>
        <translation>逾 {days} 天</translation>
    </message>
    <message>
        <source>{days} d</source>
        <translation>{days} 天</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>tomorrow</source>
        <translation>明天</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
</context>
<context>
    <name>pages</name>
    <message>
        <source>Calls</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>工作台</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>催办日历</translation>
    </message>
    <message>
        <source>Ageing</source>
        <translation>账龄分析</translation>
    </message>
    <message>
        <source>Dispatch</source>
        <translation>外访调度</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>短信</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>函件</translation>
    </message>
    <message>
        <source>Payments</source>
        <translation>还款</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>报表</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
</TS>
