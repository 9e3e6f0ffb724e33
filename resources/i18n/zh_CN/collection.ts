<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AccountSearch</name>
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
    <name>CollectionDialog</name>
    <message>
        <source>{count} payments, {total} in all</source>
        <translation>{count} 笔，合计 {total}</translation>
    </message>
    <message>
        <source>Collection sheet</source>
        <translation>收款单</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Receipt number</source>
        <translation>收据号</translation>
    </message>
    <message>
        <source>Paid on</source>
        <translation>收款日期</translation>
    </message>
    <message>
        <source>{count} lines have a warning: look at them first.</source>
        <translation>{count} 行有提示，请先核对。</translation>
    </message>
    <message>
        <source>Book the sheet?</source>
        <translation>将本单全部入账？</translation>
    </message>
    <message>
        <source>Returned sheet</source>
        <translation>选择带回的收款单</translation>
    </message>
    <message>
        <source>Book all (Ctrl+Enter)</source>
        <translation>全部入账 (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Take along as a file…</source>
        <translation>带出为文件…</translation>
    </message>
    <message>
        <source>Read a file back…</source>
        <translation>读回文件…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Search, Enter, amount, Enter. Delete takes a line off; closing keeps the sheet.</source>
        <translation>搜索 → 回车 → 金额 → 回车，继续下一笔。Delete 删除一行；关闭后草稿保留。</translation>
    </message>
    <message>
        <source>Choose whose payment it is first.</source>
        <translation>请先选择还款账户。</translation>
    </message>
    <message>
        <source>Enter an amount in yuan.</source>
        <translation>请输入金额（元）。</translation>
    </message>
    <message>
        <source>Line taken off. Ctrl+Z brings it back.</source>
        <translation>已删除一行，按 Ctrl+Z 恢复。</translation>
    </message>
    <message>
        <source>The sheet not booked yet was brought back.</source>
        <translation>已恢复上次未入账的收款单。</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>入账</translation>
    </message>
    <message>
        <source>Booking the sheet</source>
        <translation>正在入账</translation>
    </message>
    <message>
        <source>Booked {count} payments, {total}</source>
        <translation>已入账 {count} 笔，{total}</translation>
    </message>
    <message>
        <source>Sheets (*.pdf *.xlsx)</source>
        <translation>收款单 (*.pdf *.xlsx)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Book or clear the lines here before reading a file.</source>
        <translation>请先将当前单上的款项入账或删除，再读入文件。</translation>
    </message>
    <message>
        <source>Understood</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>; {count} were booked before</source>
        <translation>；{count} 笔此前已入账</translation>
    </message>
    <message>
        <source>; {count} stay here with the reason</source>
        <translation>；{count} 笔未入账，原因见右栏</translation>
    </message>
    <message>
        <source>{count} payments were read.</source>
        <translation>读到 {count} 笔。</translation>
    </message>
    <message>
        <source>Row {row}: {fault} ({value})</source>
        <translation>第 {row} 行：{fault}（{value}）</translation>
    </message>
    <message>
        <source>{count} rows could not be read</source>
        <translation>{count} 行无法读取</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 行</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
</context>
<context>
    <name>LineTable</name>
    <message>
        <source>Payments on the sheet</source>
        <translation>单上款项</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Paid on</source>
        <translation>收款日期</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>收据号</translation>
    </message>
    <message>
        <source>Payer</source>
        <translation>付款人</translation>
    </message>
    <message>
        <source>Look at</source>
        <translation>提示</translation>
    </message>
</context>
<context>
    <name>PaymentsPage</name>
    <message>
        <source>Collection sheet…</source>
        <translation>收款单…</translation>
    </message>
    <message>
        <source>Set aside: {amount}</source>
        <translation>已留出 {amount}</translation>
    </message>
    <message>
        <source>The receiver will listen on {address} for {platforms}</source>
        <translation>回调接收地址 {address}，平台：{platforms}</translation>
    </message>
    <message>
        <source>Set the receiver up…</source>
        <translation>设置回调接收…</translation>
    </message>
    <message>
        <source>Set-up of the receiver</source>
        <translation>回调接收设置</translation>
    </message>
    <message>
        <source>Set-up files (*.toml)</source>
        <translation>设置文件 (*.toml)</translation>
    </message>
    <message>
        <source>Taking bookings back</source>
        <translation>正在撤销入账</translation>
    </message>
    <message>
        <source>{count} bookings were taken back</source>
        <translation>已撤销 {count} 笔入账</translation>
    </message>
</context>
<context>
    <name>TakeAlongDialog</name>
    <message>
        <source>Collection sheet {day}</source>
        <translation>收款单 {day}</translation>
    </message>
    <message>
        <source>Saved {count} customers in {file}</source>
        <translation>已导出 {count} 户到 {file}</translation>
    </message>
    <message>
        <source>Take a sheet along</source>
        <translation>带出收款单</translation>
    </message>
    <message>
        <source>Village, street or name; empty: everyone who owes</source>
        <translation>村镇、街道或姓名；留空为全部应还客户</translation>
    </message>
    <message>
        <source>Only my cases</source>
        <translation>只含我的案件</translation>
    </message>
    <message>
        <source>Names and contract numbers are masked. Staff take no cash and no cards: write down payments made by transfer, terminal or code.</source>
        <translation>姓名和合同号已脱敏。工作人员不得收取现金和银行卡，只登记转账、刷卡机或扫码付款。</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Save the file…</source>
        <translation>保存文件…</translation>
    </message>
    <message>
        <source>Save the sheet</source>
        <translation>保存收款单</translation>
    </message>
    <message>
        <source>Workbooks (*.xlsx)</source>
        <translation>工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>Encrypted form (PDF)</source>
        <translation>加密表单（PDF）</translation>
    </message>
    <message>
        <source>Workbook (XLSX), not encrypted</source>
        <translation>工作簿（XLSX），不加密</translation>
    </message>
    <message>
        <source>Kind of file</source>
        <translation>文件类型</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再输一次</translation>
    </message>
    <message>
        <source>Forms (*.pdf)</source>
        <translation>表单 (*.pdf)</translation>
    </message>
</context>
<context>
    <name>ReconciliationDialog</name>
    <message>
        <source>{count} earlier days to explain</source>
        <translation>以前有 {count} 天未说明</translation>
    </message>
    <message>
        <source>Reconciliation {day}</source>
        <translation>到账核对 {day}</translation>
    </message>
    <message>
        <source>Own account</source>
        <translation>本行账户</translation>
    </message>
    <message>
        <source>All accounts</source>
        <translation>全部账户</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Kept apart</source>
        <translation>留存或待退</translation>
    </message>
    <message>
        <source>Save the reconciliation</source>
        <translation>保存核对表</translation>
    </message>
    <message>
        <source>Report (*.pdf)</source>
        <translation>报表 (*.pdf)</translation>
    </message>
    <message>
        <source>Workbooks (*.xlsx)</source>
        <translation>工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
</context>
<context>
    <name>ChoiceDialog</name>
    <message>
        <source>What becomes of the money</source>
        <translation>这笔钱怎么处理</translation>
    </message>
    <message>
        <source>Carry out</source>
        <translation>执行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{amount} arrived, {due} is due: {excess} more.</source>
        <translation>到账 {amount}，当前应还 {due}，多出 {excess}。</translation>
    </message>
    <message>
        <source>{amount} arrived, {due} is due.</source>
        <translation>到账 {amount}，当前应还 {due}。</translation>
    </message>
    <message>
        <source>Booked: {amount}</source>
        <translation>入账 {amount}</translation>
    </message>
    <message>
        <source>owed after: {amount}</source>
        <translation>之后共欠 {amount}</translation>
    </message>
    <message>
        <source>not booked: {amount}</source>
        <translation>不入账 {amount}</translation>
    </message>
    <message>
        <source>{count} instalments left, the next {amount}, interest saved {saved}</source>
        <translation>剩 {count} 期，下期 {amount}，节省利息 {saved}</translation>
    </message>
    <message>
        <source>pays the instalments of {days}</source>
        <translation>归还 {days} 到期的各期</translation>
    </message>
    <message>
        <source>{amount} of it stays on the account</source>
        <translation>其中 {amount} 无欠款可抵，留作账户余额</translation>
    </message>
</context>
<context>
    <name>InboxWords</name>
    <message>
        <source>Kept apart</source>
        <translation>留存/待退</translation>
    </message>
</context>
<context>
    <name>MovementPane</name>
    <message>
        <source>More ways…</source>
        <translation>其他处理…</translation>
    </message>
</context>
<context>
    <name>AccountPage</name>
    <message>
        <source>Payment order…</source>
        <translation>收款订单…</translation>
    </message>
    <message>
        <source>Notices of payments…</source>
        <translation>动账提醒…</translation>
    </message>
</context>
<context>
    <name>OrderDialog</name>
    <message>
        <source>Order {number} made; its number is in the clipboard.</source>
        <translation>已生成订单 {number}，订单号已复制。</translation>
    </message>
    <message>
        <source>Payment order</source>
        <translation>收款订单</translation>
    </message>
    <message>
        <source>Amount in yuan</source>
        <translation>金额（元）</translation>
    </message>
    <message>
        <source>Make void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Valid for days</source>
        <translation>有效天数</translation>
    </message>
    <message>
        <source>Orders so far</source>
        <translation>已有订单</translation>
    </message>
    <message>
        <source>Make the order and copy its number</source>
        <translation>生成订单并复制订单号</translation>
    </message>
    <message>
        <source>Enter an amount in yuan.</source>
        <translation>请输入金额（元）。</translation>
    </message>
</context>
<context>
    <name>MoneyNoticeDialog</name>
    <message>
        <source>Notices of payments</source>
        <translation>动账提醒</translation>
    </message>
    <message>
        <source>SMS</source>
        <translation>短信</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>电子邮件</translation>
    </message>
    <message>
        <source>Every amount</source>
        <translation>不限金额</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>立即停发</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>From this amount</source>
        <translation>起点金额</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Stopped. Saving lets them run again.</source>
        <translation>已停发，保存后恢复发送。</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Notices of payments are stopped</source>
        <translation>已停发该客户的动账提醒</translation>
    </message>
    <message>
        <source>The customer's own wish.</source>
        <translation>按客户本人要求发送。</translation>
    </message>
    <message>
        <source>The branch's rule: nothing was agreed with the customer.</source>
        <translation>按网点统一设置发送，客户未另行约定。</translation>
    </message>
    <message>
        <source>Enter an amount in yuan.</source>
        <translation>请输入金额（元）。</translation>
    </message>
</context>
<context>
    <name>OverviewTab</name>
    <message>
        <source>{amount} of the customer is kept apart</source>
        <translation>客户有 {amount} 留存未入账</translation>
    </message>
    <message>
        <source>{amount} is to be sent back</source>
        <translation>{amount} 待退回</translation>
    </message>
    <message>
        <source>Promises kept</source>
        <translation>履约率</translation>
    </message>
</context>
<context>
    <name>AnnounceDialog</name>
    <message>
        <source>Ordinary transfer, 1–3 working days</source>
        <translation>普通转账（1–3 个工作日）</translation>
    </message>
    <message>
        <source>Arrives at once</source>
        <translation>实时到账</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
</context>
<context>
    <name>PaymentWatch</name>
    <message>
        <source> and more</source>
        <translation> 等</translation>
    </message>
    <message>
        <source>Paid: {who}</source>
        <translation>已还款：{who}</translation>
    </message>
</context>
<context>
    <name>HeaderDialog</name>
    <message>
        <source>Columns of the statement</source>
        <translation>流水的列</translation>
    </message>
    <message>
        <source>First rows of the file</source>
        <translation>文件的前几行</translation>
    </message>
    <message>
        <source>Choose the row with the column names, then what each column is. It is remembered.</source>
        <translation>先点选列名所在的行，再说明每列是什么；以后同名的列会自动识别。</translation>
    </message>
    <message>
        <source>Remember and import</source>
        <translation>记住并导入</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Choose the row with the column names.</source>
        <translation>请先点选列名所在的行。</translation>
    </message>
</context>
</TS>
