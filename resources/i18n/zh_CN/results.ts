<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>ResultsTab</name>
    <message>
        <source>{days} days</source>
        <translation>{days}日</translation>
    </message>
    <message>
        <source>From</source>
        <translation>开始日</translation>
    </message>
    <message>
        <source>To</source>
        <translation>结束日</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>成效</translation>
    </message>
    <message>
        <source>Versions compared</source>
        <translation>版本比较</translation>
    </message>
    <message>
        <source>Export Excel</source>
        <translation>导出 Excel</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>Excel 工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>How to read it</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>No contact is that many days old yet.</source>
        <translation>还没有满这么多日的联系。</translation>
    </message>
    <message>
        <source>Customers who paid, with the 95 % interval</source>
        <translation>还款客户比例（横线为95%区间）</translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation>暂无可比较的版本</translation>
    </message>
    <message>
        <source>Two versions of a template have to have been sent in the span.</source>
        <translation>期间内须发送过同一模板的两个版本。</translation>
    </message>
    <message>
        <source>No contacts in this span</source>
        <translation>这段时间没有联系记录</translation>
    </message>
    <message>
        <source>Choose other days, another channel or purpose.</source>
        <translation>请选择其他日期、渠道或目的。</translation>
    </message>
    <message>
        <source>Results of contacts {first} to {last}</source>
        <translation>联系成效 {first} 至 {last}</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>联系目的</translation>
    </message>
    <message>
        <source>Any purpose</source>
        <translation>全部目的</translation>
    </message>
</context>
<context>
    <name>ResultSheets</name>
    <message numerus="yes">
        <source>%Ln answer(s)</source>
        <translation>
            <numerusform>%Ln 份回复</numerusform>
        </translation>
    </message>
    <message>
        <source>{paid} of {all} customers whose {days} days are over; {amount}</source>
        <translation>已满{days}日的 {all} 位客户中 {paid} 位；{amount}</translation>
    </message>
    <message>
        <source>{name} · paid within {days} days</source>
        <translation>{name} · {days}日内还款</translation>
    </message>
    <message>
        <source>{name}: {paid} of {all} customers paid within {days} days, {amount}; 95 % interval {low} to {high}</source>
        <translation>{name}：{all} 位客户中 {paid} 位在 {days} 日内还款，共 {amount}；95%区间 {low} 至 {high}</translation>
    </message>
</context>
</TS>
