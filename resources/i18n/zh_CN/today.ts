<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>NoticeStrip</name>
    <message>
        <source>Take in the bank file</source>
        <translation>导入银行流水</translation>
    </message>
    <message>
        <source>More remarks: {count}</source>
        <translation>还有 {count} 条提示</translation>
    </message>
    <message>
        <source>Run the day now</source>
        <translation>立即日结</translation>
    </message>
    <message>
        <source>To the imports</source>
        <translation>去导入页</translation>
    </message>
    <message>
        <source>To the backups</source>
        <translation>去备份</translation>
    </message>
    <message>
        <source>To the messages</source>
        <translation>去消息页</translation>
    </message>
    <message>
        <source>Fill in</source>
        <translation>去填写</translation>
    </message>
    <message>
        <source>Look at the agency</source>
        <translation>查看机构</translation>
    </message>
    <message>
        <source>See the periods</source>
        <translation>查看时效与期间</translation>
    </message>
</context>
<context>
    <name>TodayPage</name>
    <message>
        <source>Today</source>
        <translation>工作台</translation>
    </message>
    <message>
        <source>{count} set aside until {moment}</source>
        <translation>已搁置 {count} 项，{moment} 再提醒</translation>
    </message>
    <message>
        <source>In one hour</source>
        <translation>1 小时后</translation>
    </message>
    <message>
        <source>Tomorrow at 9</source>
        <translation>明天 9 点</translation>
    </message>
    <message>
        <source>In three days</source>
        <translation>3 天后</translation>
    </message>
    <message>
        <source>Next Monday</source>
        <translation>下周一</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Whole branch</source>
        <translation>全机构</translation>
    </message>
    <message>
        <source>Run the day</source>
        <translation>日结</translation>
    </message>
    <message>
        <source>Remind me later…</source>
        <translation>稍后提醒…</translation>
    </message>
    <message>
        <source>Mine or whole branch</source>
        <translation>切换我的 / 全机构</translation>
    </message>
    <message>
        <source>Show what was set aside</source>
        <translation>恢复已搁置的事项</translation>
    </message>
    <message>
        <source>Day run</source>
        <translation>日结</translation>
    </message>
    <message>
        <source>The day was run: {days} days, {cases} open cases</source>
        <translation>日结完成：{days} 天，在办案件 {cases} 件</translation>
    </message>
    <message>
        <source>Letters due today</source>
        <translation>今天待打印函件的案件</translation>
    </message>
</context>
<context>
    <name>TodoColumns</name>
    <message>
        <source>When</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>What</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation>账龄</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>{what}: {about}</source>
        <translation>{what}：{about}</translation>
    </message>
    <message>
        <source>{what} (past its time)</source>
        <translation>{what}（已超时）</translation>
    </message>
    <message>
        <source>{what} × {count}</source>
        <translation>{what} {count} 条</translation>
    </message>
</context>
<context>
    <name>TodoList</name>
    <message>
        <source>Things to do</source>
        <translation>待办事项</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Past their time</source>
        <translation>已超期</translation>
    </message>
    <message>
        <source>There are no cases yet</source>
        <translation>还没有任何案件</translation>
    </message>
    <message>
        <source>Import the lender's files with customers, accounts and instalments.</source>
        <translation>请导入贷款机构提供的客户、账户和还款计划文件。</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>导入文件</translation>
    </message>
    <message>
        <source>Everything is done</source>
        <translation>今天的事情都办完了</translation>
    </message>
    <message>
        <source>Nothing of this kind</source>
        <translation>没有这一类待办</translation>
    </message>
    <message>
        <source>What falls due next is on the calendar.</source>
        <translation>接下来的安排可在催办日历中查看。</translation>
    </message>
    <message>
        <source>Remind me later</source>
        <translation>稍后提醒</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>{count} chosen</source>
        <translation>已选 {count} 项</translation>
    </message>
    <message>
        <source>{count} lines</source>
        <translation>共 {count} 行</translation>
    </message>
    <message>
        <source>Show {count} set aside</source>
        <translation>恢复已搁置的 {count} 项</translation>
    </message>
</context>
</TS>
