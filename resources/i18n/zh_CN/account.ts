<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AccountHead</name>
    <message>
        <source>Account of this customer</source>
        <translation>该客户的账户</translation>
    </message>
    <message>
        <source>Balance on</source>
        <translation>余额日期</translation>
    </message>
    <message>
        <source>Open case</source>
        <translation>打开案件</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>逾期</translation>
    </message>
    <message>
        <source>Owed in all</source>
        <translation>欠款合计</translation>
    </message>
    <message>
        <source>Days past due</source>
        <translation>逾期天数</translation>
    </message>
    <message>
        <source>All-in rate a year</source>
        <translation>年化综合成本</translation>
    </message>
    <message>
        <source>{amount} left over</source>
        <translation>余款 {amount}</translation>
    </message>
    <message>
        <source>not for this account</source>
        <translation>不适用</translation>
    </message>
    <message>
        <source>above {rate}</source>
        <translation>高于 {rate}</translation>
    </message>
    <message>
        <source>cap {rate}</source>
        <translation>上限 {rate}</translation>
    </message>
    <message>
        <source>limit {amount}</source>
        <translation>额度 {amount}</translation>
    </message>
    <message>
        <source>lent {amount}</source>
        <translation>放款 {amount}</translation>
    </message>
    <message>
        <source>yearly rate {rate}, when overdue {penalty}</source>
        <translation>年利率 {rate}，逾期 {penalty}</translation>
    </message>
    <message>
        <source>figures begin on {day}</source>
        <translation>数据自 {day} 起</translation>
    </message>
    <message>
        <source>written off on {day}</source>
        <translation>{day} 已核销</translation>
    </message>
    <message>
        <source>ageing paused</source>
        <translation>账龄暂停中</translation>
    </message>
    <message>
        <source>statement {statement}, due {due}: at least {minimum}, else late charge {charge}</source>
        <translation>{statement} 出账，{due} 前最低还款 {minimum}，未还违约金 {charge}</translation>
    </message>
</context>
<context>
    <name>AccountPage</name>
    <message>
        <source>Contract or card number…</source>
        <translation>合同号或卡号…</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Find an account</source>
        <translation>查找账户</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出结欠明细…</translation>
    </message>
    <message>
        <source>Quote…</source>
        <translation>测算…</translation>
    </message>
    <message>
        <source>Book a payment…</source>
        <translation>记还款…</translation>
    </message>
    <message>
        <source>Charge a fee…</source>
        <translation>收取费用…</translation>
    </message>
    <message>
        <source>Waive…</source>
        <translation>减免…</translation>
    </message>
    <message>
        <source>Write off…</source>
        <translation>核销…</translation>
    </message>
    <message>
        <source>Contract terms…</source>
        <translation>合同条款…</translation>
    </message>
    <message>
        <source>Pause ageing…</source>
        <translation>暂停账龄…</translation>
    </message>
    <message>
        <source>Resume ageing</source>
        <translation>恢复账龄</translation>
    </message>
    <message>
        <source>Reverse…</source>
        <translation>冲销…</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>余额</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>还款计划</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>账务</translation>
    </message>
    <message>
        <source>What makes it up</source>
        <translation>结欠明细</translation>
    </message>
    <message>
        <source>Quotes</source>
        <translation>报价</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>No account chosen</source>
        <translation>尚未选择账户</translation>
    </message>
    <message>
        <source>Type a contract or card number above, or open an account from its case.</source>
        <translation>在上方输入合同号或卡号，或从案件中打开账户。</translation>
    </message>
    <message>
        <source>Ageing goes on</source>
        <translation>账龄已恢复</translation>
    </message>
    <message>
        <source>Export the account</source>
        <translation>导出结欠明细</translation>
    </message>
    <message>
        <source>Excel (*.xlsx)</source>
        <translation>Excel 表格 (*.xlsx)</translation>
    </message>
    <message>
        <source>Text table (*.csv)</source>
        <translation>文本表格 (*.csv)</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Saved as {file}</source>
        <translation>已保存为 {file}</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>Change the plan…</source>
        <translation>变更还款计划…</translation>
    </message>
    <message>
        <source>Contract clauses…</source>
        <translation>合同条款…</translation>
    </message>
    <message>
        <source>Foreign currency…</source>
        <translation>外币账户…</translation>
    </message>
    <message>
        <source>Post to the card…</source>
        <translation>记入信用卡交易…</translation>
    </message>
</context>
<context>
    <name>BookingDialog</name>
    <message>
        <source>Amount in yuan</source>
        <translation>金额（元）</translation>
    </message>
    <message>
        <source>Value date</source>
        <translation>起息日</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>结果预览</translation>
    </message>
    <message>
        <source>Owed in all: {before} → {after}</source>
        <translation>欠款合计：{before} → {after}</translation>
    </message>
    <message>
        <source>Enter an amount in yuan.</source>
        <translation>请输入金额（元）。</translation>
    </message>
    <message>
        <source>taken back at once</source>
        <translation>当场撤销</translation>
    </message>
    <message>
        <source>Payment booked</source>
        <translation>已记还款</translation>
    </message>
    <message>
        <source>Booked</source>
        <translation>记账时间</translation>
    </message>
    <message>
        <source>All-in rate after it {rate} a year, cap {cap}</source>
        <translation>记账后年化综合成本 {rate}（上限 {cap}）</translation>
    </message>
    <message>
        <source>All-in rate after it {rate} a year: above the cap of {cap}</source>
        <translation>记账后年化综合成本 {rate}，超过上限 {cap}</translation>
    </message>
</context>
<context>
    <name>ChargeDialog</name>
    <message>
        <source>Charge a fee</source>
        <translation>收取费用</translation>
    </message>
    <message>
        <source>Charge</source>
        <translation>收取</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>Nothing is owed on this day.</source>
        <translation>当日没有欠款。</translation>
    </message>
    <message>
        <source>No quote was kept yet. Quote… works one out.</source>
        <translation>还没有保存过测算。点右上角“测算…”可试算。</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>逾期</translation>
    </message>
    <message>
        <source>Owed in all</source>
        <translation>欠款合计</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>期</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>应还日</translation>
    </message>
    <message>
        <source>Principal</source>
        <translation>本金</translation>
    </message>
    <message>
        <source>Interest</source>
        <translation>利息</translation>
    </message>
    <message>
        <source>Fees</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Penalty and compound</source>
        <translation>罚息复利</translation>
    </message>
    <message>
        <source>Unpaid</source>
        <translation>未还</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>{state} {days} days</source>
        <translation>{state} {days} 天</translation>
    </message>
    <message>
        <source>Value date</source>
        <translation>起息日</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Paid for</source>
        <translation>冲抵</translation>
    </message>
    <message>
        <source>By</source>
        <translation>经办</translation>
    </message>
    <message>
        <source>Booked</source>
        <translation>记账时间</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>{entry} (reversed)</source>
        <translation>{entry}（已冲销）</translation>
    </message>
    <message>
        <source>Instalment due</source>
        <translation>应还日</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>From</source>
        <translation>起</translation>
    </message>
    <message>
        <source>To</source>
        <translation>止</translation>
    </message>
    <message>
        <source>How</source>
        <translation>算式</translation>
    </message>
    <message>
        <source>carried out on {day}</source>
        <translation>{day} 已执行</translation>
    </message>
    <message>
        <source>lapsed</source>
        <translation>已失效</translation>
    </message>
    <message>
        <source>open</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>测算内容</translation>
    </message>
    <message>
        <source>From day</source>
        <translation>起算日</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效至</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>剩余本金</translation>
    </message>
</context>
<context>
    <name>ContractDialog</name>
    <message>
        <source>Contract terms · {account}</source>
        <translation>合同条款 · {account}</translation>
    </message>
    <message>
        <source>Save terms</source>
        <translation>保存条款</translation>
    </message>
    <message>
        <source>by the rule table: {low}–{high}</source>
        <translation>按规则表；可填 {low}–{high}</translation>
    </message>
    <message>
        <source>Unpaid interest bears compound interest</source>
        <translation>未付利息计收复利</translation>
    </message>
    <message>
        <source>Unpaid penalty interest</source>
        <translation>未付罚息</translation>
    </message>
    <message>
        <source>Uplift when overdue (%)</source>
        <translation>逾期加收（%）</translation>
    </message>
    <message>
        <source>Uplift for misuse (%)</source>
        <translation>挪用加收（%）</translation>
    </message>
    <message>
        <source>Days of grace</source>
        <translation>宽限天数</translation>
    </message>
    <message>
        <source>Prepayment fee (%)</source>
        <translation>提前还款手续费（%）</translation>
    </message>
    <message>
        <source>Payments go</source>
        <translation>冲抵方式</translation>
    </message>
    <message>
        <source>Beyond what is due</source>
        <translation>多还部分</translation>
    </message>
    <message>
        <source>Terms saved; what is owed was worked out again</source>
        <translation>条款已保存，欠款已重算</translation>
    </message>
    <message>
        <source>this contract</source>
        <translation>本合同</translation>
    </message>
    <message>
        <source>all contracts of {product} that agree nothing else</source>
        <translation>{product}的所有合同（合同另有约定的除外）</translation>
    </message>
    <message>
        <source>Holds for</source>
        <translation>适用于</translation>
    </message>
    <message>
        <source>Order of what is due</source>
        <translation>到期款抵充顺序</translation>
    </message>
    <message>
        <source>Order in advance</source>
        <translation>提前款抵充顺序</translation>
    </message>
    <message>
        <source>Waiting days are not charged afterwards either</source>
        <translation>等待天数过后也不补收</translation>
    </message>
    <message>
        <source>Late fee on</source>
        <translation>滞纳金基数</translation>
    </message>
    <message>
        <source>Late fee (%)</source>
        <translation>滞纳金比例（%）</translation>
    </message>
    <message>
        <source>Charged</source>
        <translation>收取方式</translation>
    </message>
    <message>
        <source>Waiting days</source>
        <translation>等待天数</translation>
    </message>
    <message>
        <source>Fixed amount beside</source>
        <translation>另加固定金额</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>最低</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>最高</translation>
    </message>
    <message>
        <source>Amount in yuan</source>
        <translation>金额（元）</translation>
    </message>
    <message>
        <source>Due date on a day off</source>
        <translation>还款日遇休息日</translation>
    </message>
    <message>
        <source>Day count of new plans</source>
        <translation>新计划计息天数</translation>
    </message>
    <message>
        <source>Equal instalment of new plans</source>
        <translation>新计划等额本息</translation>
    </message>
    <message>
        <source>Tolerated shortfall</source>
        <translation>容差金额</translation>
    </message>
    <message>
        <source>Late for an operational reason (technical delay)</source>
        <translation>技术性逾期（扣款失败等操作原因）</translation>
    </message>
</context>
<context>
    <name>PauseDialog</name>
    <message>
        <source>Pause ageing</source>
        <translation>暂停账龄</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Paused from</source>
        <translation>暂停自</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Ageing paused</source>
        <translation>账龄已暂停</translation>
    </message>
</context>
<context>
    <name>PaymentDialog</name>
    <message>
        <source>Book a payment</source>
        <translation>记还款</translation>
    </message>
    <message>
        <source>Book payment</source>
        <translation>记账</translation>
    </message>
    <message>
        <source>Keep what is too much as a credit</source>
        <translation>多付部分留作余款</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>流水号</translation>
    </message>
    <message>
        <source>Payer</source>
        <translation>付款人</translation>
    </message>
    <message>
        <source>this account</source>
        <translation>本账户</translation>
    </message>
    <message>
        <source>all debts of the customer, due first</source>
        <translation>该客户全部欠款，先到期的先还</translation>
    </message>
    <message>
        <source>this account first, then the others</source>
        <translation>先还本账户，再还其他（客户指定）</translation>
    </message>
    <message>
        <source>Pays</source>
        <translation>用于归还</translation>
    </message>
    <message>
        <source>{amount} on {account} · {product}, of {due} due</source>
        <translation>{amount} 入 {account} · {product}（到期 {due}）</translation>
    </message>
    <message>
        <source>taken back at once</source>
        <translation>当场撤销</translation>
    </message>
    <message numerus="yes">
        <source>Booked on %n account(s)</source>
        <translation>
            <numerusform>已入账到 %n 个账户</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QuoteDialog</name>
    <message>
        <source>Quote · {account}</source>
        <translation>测算 · {account}</translation>
    </message>
    <message>
        <source>Carry out today…</source>
        <translation>今天执行…</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>存为 PDF…</translation>
    </message>
    <message>
        <source>{amount} on {day}, valid until {until}; {more} more for each further day</source>
        <translation>{day} 应付 {amount}，有效至 {until}，此后每天增加 {more}</translation>
    </message>
    <message>
        <source>{count} terms, interest {interest}</source>
        <translation>{count} 期，利息 {interest}</translation>
    </message>
    <message>
        <source>saves {amount}</source>
        <translation>节省 {amount}</translation>
    </message>
    <message>
        <source>costs {amount} more</source>
        <translation>多付 {amount}</translation>
    </message>
    <message>
        <source>Save the quote</source>
        <translation>保存报价</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Saved as {file}</source>
        <translation>已保存为 {file}</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>Carry this out today?</source>
        <translation>今天执行这份报价？</translation>
    </message>
    <message>
        <source>Carry out today: {plan}?</source>
        <translation>今天执行：{plan}？</translation>
    </message>
    <message>
        <source>Carried out as quoted</source>
        <translation>已按报价执行</translation>
    </message>
    <message>
        <source>All-in rate {before} → {after}</source>
        <translation>年化综合成本 {before} → {after}</translation>
    </message>
</context>
<context>
    <name>ReversalDialog</name>
    <message>
        <source>Reverse · {entry}</source>
        <translation>冲销 · {entry}</translation>
    </message>
    <message>
        <source>Reverse</source>
        <translation>冲销</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Reversed; everything after it was worked out again</source>
        <translation>已冲销，其后账务已重算</translation>
    </message>
</context>
<context>
    <name>WaiverDialog</name>
    <message>
        <source>Waive</source>
        <translation>减免</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>WriteOffDialog</name>
    <message>
        <source>Write off</source>
        <translation>核销</translation>
    </message>
    <message>
        <source>Owed in all</source>
        <translation>欠款合计</translation>
    </message>
    <message>
        <source>Value date</source>
        <translation>起息日</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>QuoteForm</name>
    <message>
        <source>On</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>To the day itself</source>
        <translation>计至当天</translation>
    </message>
    <message>
        <source>To the next due date</source>
        <translation>计至下一还款日</translation>
    </message>
    <message>
        <source>First due date</source>
        <translation>首次还款日</translation>
    </message>
    <message>
        <source>from that instalment on</source>
        <translation>从该期起</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>不变</translation>
    </message>
    <message>
        <source>five days</source>
        <translation>五天</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>测算内容</translation>
    </message>
    <message>
        <source>Interest</source>
        <translation>利息</translation>
    </message>
    <message>
        <source>From the instalment</source>
        <translation>从哪一期起</translation>
    </message>
    <message>
        <source>Rate holds from</source>
        <translation>新利率起始日</translation>
    </message>
    <message>
        <source>Move it to</source>
        <translation>该期改到</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Date and principal, one row per line</source>
        <translation>每行一期：日期 本金，如 2027-01-05 3000.00</translation>
    </message>
    <message>
        <source>Bears interest at the contract rate</source>
        <translation>按合同利率计息</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>分摊方式</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>月数</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>期数</translation>
    </message>
    <message>
        <source>Monthly fee rate (%)</source>
        <translation>月手续费率（%）</translation>
    </message>
    <message>
        <source>Yearly rate (%)</source>
        <translation>年利率（%）</translation>
    </message>
    <message>
        <source>More terms</source>
        <translation>增加期数</translation>
    </message>
    <message>
        <source>Principal-free terms</source>
        <translation>免还本金期数</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>还款方式</translation>
    </message>
    <message>
        <source>Every so many</source>
        <translation>还款周期</translation>
    </message>
    <message>
        <source>Equal instalment</source>
        <translation>等额月供</translation>
    </message>
    <message>
        <source>Day count</source>
        <translation>计息天数</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>每隔几个周期</translation>
    </message>
    <message>
        <source>Agreed rows</source>
        <translation>逐期约定</translation>
    </message>
    <message>
        <source>Amount in yuan</source>
        <translation>金额（元）</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>owed {amount}</source>
        <translation>应还 {amount}</translation>
    </message>
    <message>
        <source>Carry out</source>
        <translation>执行方案</translation>
    </message>
</context>
<context>
    <name>KeptQuotes</name>
    <message>
        <source>Carry out quote {number} today?</source>
        <translation>今天执行第 {number} 号报价？</translation>
    </message>
    <message>
        <source>Carried out as quoted</source>
        <translation>已按报价执行</translation>
    </message>
</context>
<context>
    <name>CurrencyDialog</name>
    <message>
        <source>Foreign currency</source>
        <translation>外币账户</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>记账</translation>
    </message>
    <message>
        <source>Repay with bought currency</source>
        <translation>购汇还款</translation>
    </message>
    <message>
        <source>Post what was spent abroad</source>
        <translation>外币消费入账</translation>
    </message>
    <message>
        <source>CNY for 100 units</source>
        <translation>每 100 外币折合人民币</translation>
    </message>
    <message>
        <source>empty: the whole balance</source>
        <translation>不填则还清全部</translation>
    </message>
    <message>
        <source>or what is paid in CNY</source>
        <translation>或填人民币还款金额</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>币种</translation>
    </message>
    <message>
        <source>Foreign amount</source>
        <translation>外币金额</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>汇率</translation>
    </message>
    <message>
        <source>Paid in CNY</source>
        <translation>人民币金额</translation>
    </message>
    <message>
        <source>Value date</source>
        <translation>起息日</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>{foreign} {currency} cost {cny}</source>
        <translation>{foreign} {currency} 折合 {cny}</translation>
    </message>
    <message>
        <source>Enter the amount in the foreign currency.</source>
        <translation>请填写外币金额。</translation>
    </message>
</context>
<context>
    <name>PostingDialog</name>
    <message>
        <source>Post to the card</source>
        <translation>记入信用卡交易</translation>
    </message>
    <message>
        <source>Post</source>
        <translation>记入</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>交易类型</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Posting date</source>
        <translation>记账日期</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>流水号</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Free of interest if that is paid in full by then; else {rate}.</source>
        <translation>到期前全额还清账单免息；否则自记账日起按{rate}计息。</translation>
    </message>
    <message>
        <source>Bears interest from the posting date: {rate}.</source>
        <translation>无免息期，自记账日起按{rate}计息。</translation>
    </message>
    <message>
        <source>Bears no interest.</source>
        <translation>不计利息。</translation>
    </message>
    <message>
        <source>Pays principal, the oldest first; too much stays as a credit.</source>
        <translation>先冲抵最早的透支本金；多出部分留作溢缴款。</translation>
    </message>
    <message>
        <source>{rate} a day</source>
        <translation>日利率{rate}</translation>
    </message>
    <message>
        <source>{rate} a year</source>
        <translation>年利率{rate}</translation>
    </message>
    <message>
        <source>On the statement of {statement}, due {due}.</source>
        <translation>计入{statement}账单，{due}到期还款。</translation>
    </message>
    <message>
        <source>Owed in all on that day: {before} → {after}</source>
        <translation>当日欠款合计：{before} → {after}</translation>
    </message>
</context>
</TS>
