<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AgeingPage</name>
    <message>
        <source>Ageing</source>
        <translation>账龄分析</translation>
    </message>
    <message>
        <source>Ageing as of</source>
        <translation>账龄日期</translation>
    </message>
    <message>
        <source>Day before</source>
        <translation>前一天</translation>
    </message>
    <message>
        <source>Day after</source>
        <translation>后一天</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Last month's end</source>
        <translation>上月末</translation>
    </message>
    <message>
        <source>Five classes</source>
        <translation>五级分类</translation>
    </message>
    <message>
        <source>By product</source>
        <translation>按产品</translation>
    </message>
    <message>
        <source>By officer</source>
        <translation>按负责人</translation>
    </message>
    <message>
        <source>Roll rates</source>
        <translation>迁徙率</translation>
    </message>
    <message>
        <source>Export Excel</source>
        <translation>导出 Excel</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>导出 PDF</translation>
    </message>
    <message>
        <source>Ageing of today</source>
        <translation>查看今天的账龄</translation>
    </message>
    <message>
        <source>Show {tab}</source>
        <translation>查看{tab}</translation>
    </message>
    <message>
        <source>{asked} has not been run yet: this is the last run, of {shown}.</source>
        <translation>{asked} 尚未日结，下面是最近一次日结（{shown}）的数据。</translation>
    </message>
    <message>
        <source>The days are recorded since {first}.</source>
        <translation>账龄数据从 {first} 开始记录。</translation>
    </message>
    <message>
        <source>Nothing was recorded on {day}</source>
        <translation>{day} 没有账龄数据</translation>
    </message>
    <message>
        <source>Show the first day</source>
        <translation>查看最早一天</translation>
    </message>
    <message>
        <source>There is no ageing yet</source>
        <translation>还没有账龄数据</translation>
    </message>
    <message>
        <source>It is made by the day run, after the first import.</source>
        <translation>首次导入数据并日结后，这里会显示账龄。</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>导入文件</translation>
    </message>
    <message>
        <source>{count} customers</source>
        <translation>{count} 户</translation>
    </message>
    <message>
        <source>{accounts} accounts · {overdue} overdue · {amount}</source>
        <translation>账户 {accounts} · 逾期 {overdue} · {amount}</translation>
    </message>
    <message>
        <source>No roll rates yet</source>
        <translation>还没有迁徙率</translation>
    </message>
    <message>
        <source>They compare with {day}, which was not recorded.</source>
        <translation>迁徙率与 {day} 对比，而该日没有账龄数据。</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>Excel 工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
    <message>
        <source>Ageing {day}</source>
        <translation>账龄分析 {day}</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>Sheets</name>
    <message>
        <source>Overdue</source>
        <translation>逾期金额</translation>
    </message>
    <message>
        <source>Principal</source>
        <translation>本金余额</translation>
    </message>
    <message>
        <source>Penalty</source>
        <translation>罚息</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>账户数</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>客户数</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Gone</source>
        <translation>结清/核销</translation>
    </message>
    <message>
        <source>At the start</source>
        <translation>期初</translation>
    </message>
    <message>
        <source>From \ to</source>
        <translation>期初 \ 期末</translation>
    </message>
    <message>
        <source>stayed {rate}</source>
        <translation>维持 {rate}</translation>
    </message>
    <message>
        <source>cured {rate}</source>
        <translation>恢复正常 {rate}</translation>
    </message>
    <message>
        <source>improved {rate}</source>
        <translation>好转 {rate}</translation>
    </message>
    <message>
        <source>rolled on {rate}</source>
        <translation>恶化 {rate}</translation>
    </message>
    <message>
        <source>settled or written off {rate}</source>
        <translation>结清或核销 {rate}</translation>
    </message>
    <message>
        <source>of those current, {rate} became overdue</source>
        <translation>正常账户中 {rate} 转为逾期</translation>
    </message>
    <message>
        <source>by principal</source>
        <translation>按本金余额</translation>
    </message>
    <message>
        <source>by accounts</source>
        <translation>按账户数</translation>
    </message>
    <message>
        <source>{start} to {end}, {basis}: </source>
        <translation>{start} 至 {end}（{basis}）：逾期账户</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>未分派</translation>
    </message>
    <message>
        <source>No product</source>
        <translation>未注明产品</translation>
    </message>
    <message>
        <source>{words} (thousand yuan)</source>
        <translation>{words}（万元）</translation>
    </message>
    <message>
        <source>{label}: {accounts} accounts of {customers} customers, overdue {overdue}, principal {outstanding}, penalty {penalty}</source>
        <translation>{label}：{customers} 户 {accounts} 个账户，逾期 {overdue}，本金余额 {outstanding}，罚息 {penalty}</translation>
    </message>
    <message>
        <source>{label}: {rate}, {accounts} accounts, principal {amount}</source>
        <translation>{label}：{rate}，{accounts} 个账户，本金余额 {amount}</translation>
    </message>
</context>
</TS>
