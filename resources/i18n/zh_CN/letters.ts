<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>DeliveryDialog</name>
    <message>
        <source>Delivery</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>Attach a scan…</source>
        <translation>添加凭证扫描件…</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>送达方式</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Tracking number</source>
        <translation>邮件单号</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>凭证</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message numerus="yes">
        <source>Delivery of %n letter(s)</source>
        <translation>
            <numerusform>登记 %n 份函件的送达情况</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LetterChoice</name>
    <message>
        <source>Templates</source>
        <translation>函件模板</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>To fill in</source>
        <translation>需要填写</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>函件模板</translation>
    </message>
    <message>
        <source>For which cases</source>
        <translation>为哪些案件制函</translation>
    </message>
    <message>
        <source>from day {days}</source>
        <translation>逾期 {days} 天起</translation>
    </message>
    <message>
        <source>Chosen elsewhere</source>
        <translation>已选案件</translation>
    </message>
    <message>
        <source>Due today</source>
        <translation>今日应发</translation>
    </message>
    <message>
        <source>All overdue cases</source>
        <translation>全部逾期案件</translation>
    </message>
    <message>
        <source>All cases</source>
        <translation>全部案件</translation>
    </message>
</context>
<context>
    <name>LettersPage</name>
    <message>
        <source>Letters</source>
        <translation>函件</translation>
    </message>
    <message>
        <source>Make</source>
        <translation>制函</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>登记簿</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>函件模板</translation>
    </message>
    <message>
        <source>Periods</source>
        <translation>时效</translation>
    </message>
    <message>
        <source>Number, name, case or tracking no.…</source>
        <translation>函号、姓名、案件编号或邮件单号…</translation>
    </message>
    <message>
        <source>Check a file…</source>
        <translation>核验函件…</translation>
    </message>
    <message>
        <source>Search the register</source>
        <translation>查找登记簿</translation>
    </message>
    <message>
        <source>Save the template's draft</source>
        <translation>保存模板草稿</translation>
    </message>
    <message>
        <source>Make the letters shown</source>
        <translation>制作所列函件</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>核验</translation>
    </message>
</context>
<context>
    <name>MakeTab</name>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Save one file each</source>
        <translation>逐份保存</translation>
    </message>
    <message>
        <source>Save as one file</source>
        <translation>合并保存</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>登记簿</translation>
    </message>
    <message>
        <source>Checking the cases</source>
        <translation>正在核对案件</translation>
    </message>
    <message>
        <source>Choose a letter to see it here.</source>
        <translation>选择一份函件，在此预览。</translation>
    </message>
    <message numerus="yes">
        <source>Make %n letter(s) and give them numbers?</source>
        <translation>
            <numerusform>制函 %n 份并登记编号？</numerusform>
        </translation>
    </message>
    <message>
        <source>{title}; {count} cases are left out.</source>
        <translation>{title}；另有 {count} 户未列入。</translation>
    </message>
    <message>
        <source>Make</source>
        <translation>制函</translation>
    </message>
    <message>
        <source>Making letters</source>
        <translation>正在制函</translation>
    </message>
    <message numerus="yes">
        <source>%n letter(s) made and registered</source>
        <translation>
            <numerusform>已制函并登记 %n 份</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PdfView</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Find in the letter</source>
        <translation>在函件中查找</translation>
    </message>
    <message>
        <source>Choose a letter to see it here.</source>
        <translation>选择一份函件，在此预览。</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Page width</source>
        <translation>适合页宽</translation>
    </message>
    <message>
        <source>The letter does not say this.</source>
        <translation>函件中没有这些字。</translation>
    </message>
</context>
<context>
    <name>PeriodTab</name>
    <message>
        <source>Periods that run out</source>
        <translation>将届满的期间</translation>
    </message>
    <message>
        <source>Nothing runs out soon</source>
        <translation>近期没有将届满的期间</translation>
    </message>
    <message>
        <source>Limitation and guarantee periods are shown from 180 days before their end.</source>
        <translation>诉讼时效和保证期间在届满前 180 天起列在这里。</translation>
    </message>
    <message>
        <source>Demand letters for these</source>
        <translation>为诉讼时效制催收函</translation>
    </message>
    <message>
        <source>Letters to the guarantors</source>
        <translation>为保证期间制担保函</translation>
    </message>
    <message numerus="yes">
        <source>%n period(s) run out</source>
        <translation>
            <numerusform>共 %n 项将届满</numerusform>
        </translation>
    </message>
    <message>
        <source>ended {date}</source>
        <translation>已于 {date} 届满</translation>
    </message>
    <message>
        <source>ends {date}, {days} days left</source>
        <translation>{date} 届满，还有 {days} 天</translation>
    </message>
</context>
<context>
    <name>PlanList</name>
    <message>
        <source>Letters to make</source>
        <translation>待制函件</translation>
    </message>
    <message>
        <source>Make letters</source>
        <translation>制函</translation>
    </message>
    <message>
        <source>To make {count}</source>
        <translation>可制 {count}</translation>
    </message>
    <message>
        <source>Left out {count}</source>
        <translation>未列入 {count}</translation>
    </message>
    <message numerus="yes">
        <source>Check %n case(s)</source>
        <translation>
            <numerusform>核对 %n 个案件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) chosen</source>
        <translation>
            <numerusform>已选 %n 个案件</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose fewer, or check them all: it takes a while.</source>
        <translation>可缩小范围，也可全部核对（需要一些时间）。</translation>
    </message>
    <message numerus="yes">
        <source>Make %n letter(s)</source>
        <translation>
            <numerusform>制函并编号（%n 份）</numerusform>
        </translation>
    </message>
    <message>
        <source>Show those made</source>
        <translation>查看已制函件</translation>
    </message>
    <message numerus="yes">
        <source>%n made already today</source>
        <translation>
            <numerusform>今日已制 %n 份</numerusform>
        </translation>
    </message>
    <message>
        <source>Suit bundle…</source>
        <translation>诉讼材料…</translation>
    </message>
</context>
<context>
    <name>PrintJob</name>
    <message>
        <source>Print letters</source>
        <translation>打印函件</translation>
    </message>
    <message>
        <source>Printing</source>
        <translation>正在打印</translation>
    </message>
    <message numerus="yes">
        <source>Handed %n page(s) to the printer.</source>
        <translation>
            <numerusform>已送打印机 %n 页。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RegisterTab</name>
    <message>
        <source>Register</source>
        <translation>登记簿</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>函号</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>函件</translation>
    </message>
    <message>
        <source>To</source>
        <translation>收件人</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>案件编号</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Dated</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Tracking number</source>
        <translation>邮件单号</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>制函人</translation>
    </message>
    <message>
        <source>Any delivery</source>
        <translation>全部送达状态</translation>
    </message>
    <message>
        <source>All letters</source>
        <translation>全部函件</translation>
    </message>
    <message>
        <source>Delivery…</source>
        <translation>登记送达…</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Void…</source>
        <translation>作废…</translation>
    </message>
    <message>
        <source>No letters here</source>
        <translation>没有函件</translation>
    </message>
    <message>
        <source>Letters made appear with their number.</source>
        <translation>制函后按编号列在这里。</translation>
    </message>
    <message>
        <source>Choose a letter to see it here.</source>
        <translation>选择一份函件，在此预览。</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>已选 %n 份</numerusform>
        </translation>
    </message>
    <message>
        <source>Delivery recorded</source>
        <translation>已登记送达情况</translation>
    </message>
    <message>
        <source>Save the scan…</source>
        <translation>保存凭证…</translation>
    </message>
    <message>
        <source>Take this step back…</source>
        <translation>撤回这条登记…</translation>
    </message>
    <message>
        <source>Take this step of delivery back?</source>
        <translation>撤回这条送达登记？</translation>
    </message>
    <message>
        <source>It was recorded by mistake. The audit log keeps what it said.</source>
        <translation>用于更正误登。原内容保留在审计日志中。</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>E-mail…</source>
        <translation>邮件…</translation>
    </message>
</context>
<context>
    <name>TemplateTab</name>
    <message>
        <source>Templates</source>
        <translation>函件模板</translation>
    </message>
    <message>
        <source>Text of the template</source>
        <translation>模板内容</translation>
    </message>
    <message>
        <source>Save draft</source>
        <translation>保存草稿</translation>
    </message>
    <message>
        <source>Approve…</source>
        <translation>批准…</translation>
    </message>
    <message>
        <source>Discard draft</source>
        <translation>丢弃草稿</translation>
    </message>
    <message>
        <source>Facts: {names} …</source>
        <translation>可用字段：{names}…</translation>
    </message>
    <message>
        <source>The draft is kept; letters use it once a second person approved it.</source>
        <translation>草稿已保存，经第二人批准后用于制函。</translation>
    </message>
    <message>
        <source>Bundled font</source>
        <translation>恢复自带字体</translation>
    </message>
    <message>
        <source>Own font…</source>
        <translation>本机构字体（如仿宋）…</translation>
    </message>
    <message>
        <source>A font for the text of letters</source>
        <translation>选择函件正文字体</translation>
    </message>
    <message>
        <source>Discard the draft?</source>
        <translation>丢弃草稿？</translation>
    </message>
    <message>
        <source>The version in force stays as it is.</source>
        <translation>现用版本不受影响。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Approved: letters from now on use it.</source>
        <translation>已批准，此后制函使用新内容。</translation>
    </message>
    <message>
        <source>Withdrawn: letters use the version before it again.</source>
        <translation>已停用，制函恢复使用上一版。</translation>
    </message>
</context>
<context>
    <name>TemplateVersions</name>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>停用…</translation>
    </message>
    <message>
        <source>Came with the program</source>
        <translation>程序自带</translation>
    </message>
    <message>
        <source>written by {who}</source>
        <translation>{who} 起草</translation>
    </message>
    <message>
        <source>approved by {who}</source>
        <translation>{who} 批准</translation>
    </message>
</context>
<context>
    <name>VoidDialog</name>
    <message>
        <source>Void a letter</source>
        <translation>函件作废</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{number} keeps its number and its bytes; it can be made anew.</source>
        <translation>{number}作废后编号和存档保留，可以重新制函（使用新编号）。</translation>
    </message>
</context>
<context>
    <name>LetterMailing</name>
    <message numerus="yes">
        <source>Send %n letter(s) by e-mail?</source>
        <translation>
            <numerusform>用邮件发送 %n 份函件？</numerusform>
        </translation>
    </message>
    <message>
        <source>Each goes to the debtor's address with the PDF attached.</source>
        <translation>函件以 PDF 附件发往债务人的邮箱。</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message numerus="yes">
        <source>%n letter(s) queued as e-mail</source>
        <translation>
            <numerusform>%n 份函件待以邮件发送</numerusform>
        </translation>
    </message>
</context>
</TS>
