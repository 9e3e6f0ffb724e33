<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Inbox</name>
    <message>
        <source>Money that arrived</source>
        <translation>到账款项</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Search for other words.</source>
        <translation>换个关键词试试。</translation>
    </message>
    <message>
        <source>Nothing left to do</source>
        <translation>款项都已处理</translation>
    </message>
    <message>
        <source>Import a bank statement to see what has arrived.</source>
        <translation>导入银行流水，查看新到账款项。</translation>
    </message>
    <message>
        <source>Import a statement…</source>
        <translation>导入流水…</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>这里没有记录</translation>
    </message>
    <message>
        <source>Columns…</source>
        <translation>列设置…</translation>
    </message>
</context>
<context>
    <name>InboxWords</name>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Payer</source>
        <translation>付款人</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Doubt</source>
        <translation>疑问</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Card tail</source>
        <translation>卡号尾号</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>流水号</translation>
    </message>
    <message>
        <source>Our account</source>
        <translation>本方账号</translation>
    </message>
    <message>
        <source>Expected by</source>
        <translation>预计到账</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>Certain</source>
        <translation>可直接入账</translation>
    </message>
    <message>
        <source>To be looked at</source>
        <translation>需核对</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>在途</translation>
    </message>
    <message>
        <source>Booked</source>
        <translation>已入账</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>已搁置</translation>
    </message>
</context>
<context>
    <name>MovementPane</name>
    <message>
        <source>No payment chosen</source>
        <translation>请选择一笔款项</translation>
    </message>
    <message>
        <source>Book on another account</source>
        <translation>入账到其他账户</translation>
    </message>
    <message>
        <source>Undo booking</source>
        <translation>撤销入账</translation>
    </message>
    <message>
        <source>Back to the inbox</source>
        <translation>放回收款箱</translation>
    </message>
    <message>
        <source>Payer unknown</source>
        <translation>付款人不详</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Card tail</source>
        <translation>卡号尾号</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>流水号</translation>
    </message>
    <message>
        <source>Expected by</source>
        <translation>预计到账</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>{file}, row {row}</source>
        <translation>{file} 第 {row} 行</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>匹配建议</translation>
    </message>
    <message>
        <source>Nobody found by contract number, name or card tail.</source>
        <translation>按合同号、户名、卡号尾号均未找到客户。</translation>
    </message>
    <message>
        <source>{points} points</source>
        <translation>{points} 分</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>入账</translation>
    </message>
    <message>
        <source>Book (Enter)</source>
        <translation>入账（回车）</translation>
    </message>
    <message>
        <source>{amount} more than is due</source>
        <translation>超出应还 {amount}</translation>
    </message>
    <message>
        <source>No repayment…</source>
        <translation>非还款…</translation>
    </message>
    <message>
        <source>Book {amount} all the same?</source>
        <translation>仍要入账 {amount} 吗？</translation>
    </message>
    <message>
        <source>Book all the same</source>
        <translation>仍要入账</translation>
    </message>
    <message>
        <source>Did not come…</source>
        <translation>未到账…</translation>
    </message>
    <message>
        <source>Seen to…</source>
        <translation>已核实…</translation>
    </message>
    <message>
        <source>Sent back…</source>
        <translation>已退回…</translation>
    </message>
    <message>
        <source>Contract number or customer's name</source>
        <translation>合同号或客户姓名</translation>
    </message>
    <message>
        <source>Accounts found</source>
        <translation>找到的账户</translation>
    </message>
</context>
<context>
    <name>PaymentsPage</name>
    <message>
        <source>Payer, remark, reference, customer…</source>
        <translation>付款人、摘要、流水号、客户…</translation>
    </message>
    <message>
        <source>Payments</source>
        <translation>还款</translation>
    </message>
    <message>
        <source>Search payments</source>
        <translation>搜索款项</translation>
    </message>
    <message>
        <source>To the list</source>
        <translation>回到列表</translation>
    </message>
    <message>
        <source>To the suggestions</source>
        <translation>到匹配建议</translation>
    </message>
    <message>
        <source>Match again</source>
        <translation>重新匹配</translation>
    </message>
    <message>
        <source>Reconcile…</source>
        <translation>对账…</translation>
    </message>
    <message>
        <source>Import a statement…</source>
        <translation>导入流水…</translation>
    </message>
    <message>
        <source>Book what is certain</source>
        <translation>一键入账</translation>
    </message>
    <message>
        <source>Receive callbacks</source>
        <translation>接收支付通知</translation>
    </message>
    <message>
        <source>Bank statement</source>
        <translation>银行流水</translation>
    </message>
    <message>
        <source>Statements (*.csv *.txt *.xlsx *.xls *.xml *.sta *.mt940 *.940)</source>
        <translation>流水文件 (*.csv *.txt *.xlsx *.xls *.xml *.sta *.mt940 *.940)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Importing the statement</source>
        <translation>正在导入流水</translation>
    </message>
    <message>
        <source>{new} new, {known} known already; {matched} matched, {certain} of them certain</source>
        <translation>新增 {new} 笔，重复 {known} 笔；匹配 {matched} 笔，其中 {certain} 笔可直接入账</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 行</translation>
    </message>
    <message>
        <source>{count} rows could not be read</source>
        <translation>有 {count} 行无法读取</translation>
    </message>
    <message>
        <source>Understood</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Row {row}: {fault} ({value})</source>
        <translation>第 {row} 行：{fault}（{value}）</translation>
    </message>
    <message>
        <source>{matched} matched, {certain} of them certain</source>
        <translation>匹配 {matched} 笔，其中 {certain} 笔可直接入账</translation>
    </message>
    <message>
        <source>More arrived than is owed. Keep the rest on the account?</source>
        <translation>到账多于应还，余款是否留存在账户？</translation>
    </message>
    <message>
        <source>It stays visible as money of the customer until it is used or sent back.</source>
        <translation>余款作为客户资金保留显示，直到抵扣或退回。</translation>
    </message>
    <message>
        <source>Keep the rest</source>
        <translation>留存余款</translation>
    </message>
    <message>
        <source>Booked {amount}</source>
        <translation>已入账 {amount}</translation>
    </message>
    <message>
        <source>Taken back right after booking</source>
        <translation>入账后立即撤销</translation>
    </message>
    <message>
        <source>Nothing is certain enough to be booked by itself.</source>
        <translation>没有可直接入账的款项。</translation>
    </message>
    <message>
        <source>Book {count} payments?</source>
        <translation>入账 {count} 笔款项？</translation>
    </message>
    <message>
        <source>Only those with one clear customer and an amount that is owed.</source>
        <translation>仅限客户唯一且金额与应还相符的款项。</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>入账</translation>
    </message>
    <message>
        <source>Booking payments</source>
        <translation>正在入账</translation>
    </message>
    <message>
        <source>Booked {count} payments</source>
        <translation>已入账 {count} 笔</translation>
    </message>
    <message>
        <source>; {count} stay in the inbox</source>
        <translation>，{count} 笔留待核对</translation>
    </message>
    <message>
        <source>Undo booking</source>
        <translation>撤销入账</translation>
    </message>
    <message>
        <source>Why is this booking wrong?</source>
        <translation>为什么撤销这笔入账？</translation>
    </message>
    <message>
        <source>The booking was taken back.</source>
        <translation>已撤销入账。</translation>
    </message>
    <message>
        <source>No repayment</source>
        <translation>非还款</translation>
    </message>
    <message>
        <source>Sent back</source>
        <translation>已退回</translation>
    </message>
    <message>
        <source>Did not come</source>
        <translation>未到账</translation>
    </message>
    <message>
        <source>Why is it not awaited any more?</source>
        <translation>为什么不再等待？</translation>
    </message>
    <message>
        <source>Seen to</source>
        <translation>已核实</translation>
    </message>
    <message>
        <source>What was found?</source>
        <translation>核实结果是什么？</translation>
    </message>
    <message>
        <source>What is this money?</source>
        <translation>这是什么款项？</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>已搁置</translation>
    </message>
</context>
<context>
    <name>ReceiverSwitch</name>
    <message>
        <source>The receiver of payment callbacks has stopped. Is its port in use?</source>
        <translation>支付通知接收已停止。端口是否被占用？</translation>
    </message>
</context>
<context>
    <name>ReconciliationDialog</name>
    <message>
        <source>Reconcile a day</source>
        <translation>按日对账</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Explain…</source>
        <translation>填写说明…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The day agrees with the bank.</source>
        <translation>当日与银行一致。</translation>
    </message>
    <message>
        <source>Every difference is explained.</source>
        <translation>差异均已说明。</translation>
    </message>
    <message>
        <source>{count} differences to explain</source>
        <translation>还有 {count} 笔差异待说明</translation>
    </message>
    <message>
        <source>Arrived at the bank</source>
        <translation>银行到账</translation>
    </message>
    <message>
        <source>Booked of it</source>
        <translation>其中已入账</translation>
    </message>
    <message>
        <source>Booked without a movement</source>
        <translation>无流水的入账</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Payer</source>
        <translation>付款人</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Booked</source>
        <translation>已入账</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异清单</translation>
    </message>
    <message>
        <source>Open the account to see who booked this payment.</source>
        <translation>请打开账户查看这笔入账的经办人。</translation>
    </message>
    <message>
        <source>Explain the difference</source>
        <translation>说明差异</translation>
    </message>
    <message>
        <source>Why is this in order?</source>
        <translation>为什么这笔差异是正常的？</translation>
    </message>
    <message>
        <source>Taken elsewhere</source>
        <translation>柜面、平台等收款</translation>
    </message>
    <message>
        <source>Of it not at the bank yet</source>
        <translation>其中银行未到账</translation>
    </message>
    <message>
        <source>awaited until {day}</source>
        <translation>预计 {day} 前到账</translation>
    </message>
    <message>
        <source>Why are these {count} in order?</source>
        <translation>这 {count} 笔为什么无误？</translation>
    </message>
    <message>
        <source>{count} differences to explain; what was taken is still awaited</source>
        <translation>待说明差异 {count} 笔；已收款项仍在等待到账</translation>
    </message>
</context>
</TS>
