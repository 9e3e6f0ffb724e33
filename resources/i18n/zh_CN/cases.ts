<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AccountsTab</name>
    <message>
        <source>Account</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Open the account</source>
        <translation>打开账户台账</translation>
    </message>
    <message>
        <source>Instalments</source>
        <translation>分期</translation>
    </message>
    <message>
        <source>Credit limit</source>
        <translation>信用额度</translation>
    </message>
    <message>
        <source>Amount lent</source>
        <translation>借款本金</translation>
    </message>
    <message>
        <source>Principal left</source>
        <translation>剩余本金</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>逾期金额</translation>
    </message>
    <message>
        <source>principal {principal} · interest {interest} · penalty {penalty}</source>
        <translation>本金 {principal} · 利息 {interest} · 罚息 {penalty}</translation>
    </message>
    <message>
        <source>Yearly rate</source>
        <translation>年利率</translation>
    </message>
    <message>
        <source>Term</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Next due</source>
        <translation>下次应还</translation>
    </message>
</context>
<context>
    <name>AnnounceDialog</name>
    <message>
        <source>Customer says paid · {name}</source>
        <translation>客户称已付款 · {name}</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Amount in yuan</source>
        <translation>金额（元）</translation>
    </message>
    <message>
        <source>Sent on</source>
        <translation>付款日期</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Enter an amount in yuan.</source>
        <translation>请填写金额（元）。</translation>
    </message>
    <message>
        <source>Noted; reminders wait until the money should have arrived</source>
        <translation>已登记，到账前暂停提醒</translation>
    </message>
</context>
<context>
    <name>AssignDialog</name>
    <message>
        <source>Assign</source>
        <translation>分派</translation>
    </message>
    <message>
        <source>Hand {count} cases to</source>
        <translation>将 {count} 件案件分派给</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>不分派</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>BulkActions</name>
    <message>
        <source>Assign</source>
        <translation>分派</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>安排跟进</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>函件</translation>
    </message>
    <message>
        <source>Export chosen</source>
        <translation>导出所选</translation>
    </message>
    <message>
        <source>Export to Excel</source>
        <translation>导出 Excel</translation>
    </message>
    <message>
        <source>{what}: {count} cases?</source>
        <translation>{what}：共 {count} 件，是否继续？</translation>
    </message>
    <message>
        <source>That is more than a thousand. It can be taken back with Ctrl+Z.</source>
        <translation>超过一千件。完成后可按 Ctrl+Z 撤销。</translation>
    </message>
    <message>
        <source>Assigning cases</source>
        <translation>正在分派案件</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无人</translation>
    </message>
    <message>
        <source>{count} cases assigned to {name}</source>
        <translation>已将 {count} 件分派给{name}</translation>
    </message>
    <message>
        <source>Agency</source>
        <translation>委外</translation>
    </message>
    <message>
        <source>Tell the customers and hand the cases to an agency</source>
        <translation>告知客户并委托合作机构</translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s)</source>
        <translation>
            <numerusform>%Ln 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CaseColumns</name>
    <message>
        <source>Case no.</source>
        <translation>案件编号</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>逾期天数</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>账龄</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>逾期金额</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下次跟进</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>五级分类</translation>
    </message>
    <message>
        <source>By</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Outstanding</source>
        <translation>剩余本金</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Next due</source>
        <translation>下次应还</translation>
    </message>
    <message>
        <source>Next amount</source>
        <translation>应还金额</translation>
    </message>
    <message>
        <source>Promised for</source>
        <translation>承诺日期</translation>
    </message>
    <message>
        <source>Last contact</source>
        <translation>最近联系</translation>
    </message>
    <message>
        <source>Case since</source>
        <translation>立案日期</translation>
    </message>
</context>
<context>
    <name>CaseEntries</name>
    <message>
        <source>Promised for {day}</source>
        <translation>承诺 {day} 还款</translation>
    </message>
    <message>
        <source>paid {amount}</source>
        <translation>已还 {amount}</translation>
    </message>
    <message>
        <source>void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>外访</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>还款入账</translation>
    </message>
    <message>
        <source>reversed</source>
        <translation>已冲正</translation>
    </message>
    <message>
        <source>No. {number} · {day}</source>
        <translation>第 {number} 期 · {day}</translation>
    </message>
    <message>
        <source>principal {principal} · interest {interest}</source>
        <translation>本金 {principal} · 利息 {interest}</translation>
    </message>
    <message>
        <source>paid</source>
        <translation>已还</translation>
    </message>
    <message>
        <source>{days} d late</source>
        <translation>逾 {days} 天</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>released</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>Message from the customer</source>
        <translation>客户来信</translation>
    </message>
</context>
<context>
    <name>CaseHeader</name>
    <message>
        <source>More</source>
        <translation>更多操作</translation>
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
        <source>Penalty</source>
        <translation>罚息</translation>
    </message>
    <message>
        <source>Not overdue</source>
        <translation>未逾期</translation>
    </message>
    <message>
        <source> ({count} accounts)</source>
        <translation>（共 {count} 户）</translation>
    </message>
    <message>
        <source>With {agency} from {day} · {phone}</source>
        <translation>自 {day} 委托 {agency} · {phone}</translation>
    </message>
</context>
<context>
    <name>CaseList</name>
    <message>
        <source>Cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Case {number}</source>
        <translation>案件 {number}</translation>
    </message>
    <message>
        <source>No case matches</source>
        <translation>没有符合条件的案件</translation>
    </message>
    <message>
        <source>Drop a part of the filter or search for something else.</source>
        <translation>可去掉部分筛选条件，或换个词搜索。</translation>
    </message>
    <message>
        <source>Clear search and filter</source>
        <translation>清除搜索和筛选</translation>
    </message>
    <message>
        <source>No case yet</source>
        <translation>还没有案件</translation>
    </message>
    <message>
        <source>Cases open by themselves when an imported account falls overdue.</source>
        <translation>导入的账户一旦逾期，案件会自动建立。</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>导入文件</translation>
    </message>
    <message>
        <source>Nothing here: all done</source>
        <translation>这里没有待办，都处理完了</translation>
    </message>
    <message>
        <source>View “{name}” deleted</source>
        <translation>已删除视图“{name}”</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列设置</translation>
    </message>
</context>
<context>
    <name>CasePane</name>
    <message>
        <source>Call with the script…</source>
        <translation>按脚本致电…</translation>
    </message>
    <message>
        <source>Agreed times and channel…</source>
        <translation>联系约定…</translation>
    </message>
    <message>
        <source>Let one contact pass…</source>
        <translation>双人放行一次联系…</translation>
    </message>
    <message>
        <source>Write a note…  Enter saves</source>
        <translation>记录本次跟进…  Enter 保存</translation>
    </message>
    <message>
        <source>Quick note</source>
        <translation>快速记录跟进</translation>
    </message>
    <message>
        <source>No case chosen</source>
        <translation>未选择案件</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系</translation>
    </message>
    <message>
        <source>Promise</source>
        <translation>承诺</translation>
    </message>
    <message>
        <source>Plan it</source>
        <translation>安排</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>函件</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>Customer says paid…</source>
        <translation>客户称已付款…</translation>
    </message>
    <message>
        <source>Stop contacting…</source>
        <translation>停止催收…</translation>
    </message>
    <message>
        <source>Contact record…</source>
        <translation>联系记录…</translation>
    </message>
    <message>
        <source>Copy case number</source>
        <translation>复制案件编号</translation>
    </message>
    <message>
        <source>Case number copied</source>
        <translation>已复制案件编号</translation>
    </message>
    <message>
        <source>Note saved</source>
        <translation>备注已保存</translation>
    </message>
    <message>
        <source>Remove this note</source>
        <translation>删除这条备注</translation>
    </message>
    <message>
        <source>Note removed</source>
        <translation>备注已删除</translation>
    </message>
    <message>
        <source>Take this promise back</source>
        <translation>撤回这项承诺</translation>
    </message>
    <message>
        <source>Confirm this promise…</source>
        <translation>确认这项承诺…</translation>
    </message>
    <message>
        <source>Hand to an agency…</source>
        <translation>委托合作机构…</translation>
    </message>
    <message>
        <source>Take back from the agency…</source>
        <translation>收回委托…</translation>
    </message>
</context>
<context>
    <name>CasesPage</name>
    <message>
        <source>Name, pinyin, phone, ID or contract no.…</source>
        <translation>搜索姓名、拼音、手机号、证件、合同号…</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Chosen elsewhere</source>
        <translation>其他页面选定</translation>
    </message>
    <message>
        <source>Search cases</source>
        <translation>搜索案件</translation>
    </message>
    <message>
        <source>Filter…</source>
        <translation>筛选…</translation>
    </message>
    <message>
        <source>Columns…</source>
        <translation>列设置…</translation>
    </message>
    <message>
        <source>Next case</source>
        <translation>下一件</translation>
    </message>
    <message>
        <source>Previous case</source>
        <translation>上一件</translation>
    </message>
    <message>
        <source>To the list</source>
        <translation>回到列表</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>{count} cases</source>
        <translation>{count} 件</translation>
    </message>
    <message>
        <source>{count} cases · overdue {overdue} · outstanding {outstanding}</source>
        <translation>{count} 件 · 逾期合计 {overdue} · 剩余本金 {outstanding}</translation>
    </message>
    <message>
        <source>chosen {overdue}</source>
        <translation>已选合计 {overdue}</translation>
    </message>
</context>
<context>
    <name>ContactDialog</name>
    <message>
        <source>This person may be contacted now.</source>
        <translation>现在可以联系此人。</translation>
    </message>
    <message>
        <source>Let it pass with a second person…</source>
        <translation>双人放行…</translation>
    </message>
    <message>
        <source>Log a contact · {name}</source>
        <translation>记录联系 · {name}</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>With whom</source>
        <translation>联系对象</translation>
    </message>
    <message>
        <source>Note (optional)</source>
        <translation>备注（可不填）</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Letter chooses · Tab to the note · Enter saves</source>
        <translation>按字母选结果 · Tab 写备注 · Enter 保存</translation>
    </message>
    <message>
        <source>Promised for</source>
        <translation>承诺日期</translation>
    </message>
    <message>
        <source>Amount in yuan</source>
        <translation>金额（元）</translation>
    </message>
    <message>
        <source>Calls today: {answered} of {limit} answered, {rings} of {most} not answered</source>
        <translation>今日电话：接通 {answered}/{limit} 次，未接通 {rings}/{most} 次</translation>
    </message>
    <message>
        <source>Choose the result first.</source>
        <translation>请先选择联系结果。</translation>
    </message>
    <message>
        <source>Enter the amount promised.</source>
        <translation>请填写承诺金额。</translation>
    </message>
    <message>
        <source>Logged: {result}</source>
        <translation>已记录：{result}</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export to Excel</source>
        <translation>导出 Excel</translation>
    </message>
    <message>
        <source>{count} cases, in the order of the list</source>
        <translation>共 {count} 件，按列表顺序导出</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列设置</translation>
    </message>
    <message>
        <source>Names in full (is recorded)</source>
        <translation>导出完整姓名（将留痕）</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>{count} cases saved in {file}</source>
        <translation>已将 {count} 件导出到 {file}</translation>
    </message>
    <message>
        <source>Exporting cases</source>
        <translation>正在导出案件</translation>
    </message>
    <message>
        <source>Cases {day}.xlsx</source>
        <translation>案件 {day}.xlsx</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Excel (*.xlsx)</source>
        <translation>Excel 工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV 文件 (*.csv)</translation>
    </message>
</context>
<context>
    <name>FilterPanel</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>五级分类</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>Never contacted</source>
        <translation>从未联系</translation>
    </message>
    <message>
        <source>Save as view…</source>
        <translation>保存为视图…</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation>账龄</translation>
    </message>
    <message>
        <source>Days overdue</source>
        <translation>逾期天数</translation>
    </message>
    <message>
        <source>Overdue (yuan)</source>
        <translation>逾期金额（元）</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Nobody's</source>
        <translation>未分派</translation>
    </message>
</context>
<context>
    <name>FilterWords</name>
    <message>
        <source>Days overdue</source>
        <translation>逾期天数</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>逾期金额</translation>
    </message>
    <message>
        <source>Next due</source>
        <translation>下次应还</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下次跟进</translation>
    </message>
    <message>
        <source>Promised for</source>
        <translation>承诺日期</translation>
    </message>
    <message>
        <source>Never contacted</source>
        <translation>从未联系</translation>
    </message>
    <message>
        <source>Nobody's</source>
        <translation>未分派</translation>
    </message>
</context>
<context>
    <name>KeyFigureRow</name>
    <message>
        <source>Overdue in hand</source>
        <translation>在管逾期余额</translation>
    </message>
    <message>
        <source>To do today</source>
        <translation>今日待办</translation>
    </message>
    <message>
        <source>Promised this week</source>
        <translation>本周承诺</translation>
    </message>
    <message>
        <source>Recovered this month</source>
        <translation>本月回收</translation>
    </message>
    <message>
        <source>{count} given</source>
        <translation>{count} 笔</translation>
    </message>
    <message>
        <source>{rate} kept</source>
        <translation>兑现率 {rate}</translation>
    </message>
    <message>
        <source>{share} of target</source>
        <translation>目标完成 {share}</translation>
    </message>
    <message>
        <source>{count} cases</source>
        <translation>{count} 件</translation>
    </message>
    <message>
        <source>{change} on last month</source>
        <translation>较上月 {change}</translation>
    </message>
    <message>
        <source>{count} past their time</source>
        <translation>其中已超期 {count} 项</translation>
    </message>
    <message>
        <source>{count} items</source>
        <translation>{count} 项</translation>
    </message>
</context>
<context>
    <name>ListFooter</name>
    <message>
        <source>Choose none</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>{count} chosen</source>
        <translation>已选 {count} 件</translation>
    </message>
    <message>
        <source>Choose all {count}</source>
        <translation>全选 {count} 件</translation>
    </message>
</context>
<context>
    <name>MaskedValue</name>
    <message>
        <source>Show {name} (is recorded)</source>
        <translation>显示{name}（将留痕）</translation>
    </message>
</context>
<context>
    <name>OverviewTab</name>
    <message>
        <source>Latest</source>
        <translation>最近跟进</translation>
    </message>
    <message>
        <source>{amount} on its way, expected {day}</source>
        <translation>{amount} 在途，预计 {day} 到账</translation>
    </message>
    <message>
        <source>{amount} has arrived and is not booked</source>
        <translation>{amount} 已到账，尚未入账</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>{period} of {account} ended on {day}</source>
        <translation>{account} 的{period}已于 {day} 届满</translation>
    </message>
    <message>
        <source>{period} of {account} ends on {day}, {days} days left</source>
        <translation>{account} 的{period}将于 {day} 届满，还剩 {days} 天</translation>
    </message>
    <message>
        <source>Lift</source>
        <translation>解除</translation>
    </message>
    <message>
        <source>Lift this restriction?</source>
        <translation>解除这项限制？</translation>
    </message>
    <message>
        <source>Contacts may be planned and made again from now on.</source>
        <translation>解除后可重新安排和进行联系。</translation>
    </message>
    <message>
        <source>Mobile</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Other phone</source>
        <translation>其他电话</translation>
    </message>
    <message>
        <source>ID number</source>
        <translation>证件号</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>邮箱</translation>
    </message>
    <message>
        <source>Employer</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>住址</translation>
    </message>
    <message>
        <source>Guarantor</source>
        <translation>担保人</translation>
    </message>
    <message>
        <source> (refuses contact)</source>
        <translation>（拒绝联系）</translation>
    </message>
    <message>
        <source>Listed contact</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下次跟进</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>五级分类</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无人</translation>
    </message>
    <message>
        <source>Outstanding</source>
        <translation>剩余本金</translation>
    </message>
    <message>
        <source>Case since</source>
        <translation>立案日期</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Limitation</source>
        <translation>诉讼时效</translation>
    </message>
    <message>
        <source>Guarantee</source>
        <translation>保证期间</translation>
    </message>
    <message>
        <source>{first} and {second} proved</source>
        <translation>{first} 与 {second} 两次有效送达</translation>
    </message>
    <message>
        <source>Effective demands</source>
        <translation>有效催收</translation>
    </message>
    <message>
        <source>not yet: two proved demands at least 30 days apart are wanted</source>
        <translation>尚未满足：须两次有效送达且间隔 30 天以上</translation>
    </message>
    <message>
        <source>the contract names no address for service</source>
        <translation>合同未登记送达地址确认条款</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>送达条款</translation>
    </message>
    <message>
        <source>ended on {day} ({since})</source>
        <translation>已于 {day} 届满（{since}）</translation>
    </message>
    <message>
        <source>until {day} ({days} days, {since})</source>
        <translation>至 {day}（剩 {days} 天，{since}）</translation>
    </message>
</context>
<context>
    <name>PaneTabs</name>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>跟进</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Payments</source>
        <translation>还款</translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation>联系</translation>
    </message>
    <message>
        <source>Promises</source>
        <translation>承诺</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>函件</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Nothing planned</source>
        <translation>暂无跟进记录</translation>
    </message>
    <message>
        <source>No payment yet</source>
        <translation>还没有还款记录</translation>
    </message>
    <message>
        <source>Never contacted</source>
        <translation>从未联系</translation>
    </message>
    <message>
        <source>No promise yet</source>
        <translation>还没有还款承诺</translation>
    </message>
    <message>
        <source>No letter yet</source>
        <translation>还没有函件</translation>
    </message>
    <message>
        <source>No note yet</source>
        <translation>还没有备注</translation>
    </message>
</context>
<context>
    <name>PlanDialog</name>
    <message>
        <source>Text</source>
        <translation>话术</translation>
    </message>
    <message>
        <source>The one that suits</source>
        <translation>按情况自动选用</translation>
    </message>
    <message>
        <source>Plan a contact · {count} cases</source>
        <translation>安排跟进 · {count} 件</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>安排跟进</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>By</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>{count} contacts planned</source>
        <translation>已安排 {count} 项跟进</translation>
    </message>
    <message>
        <source>{count} not allowed by the rules</source>
        <translation>{count} 件因规则限制未安排</translation>
    </message>
</context>
<context>
    <name>PromiseDialog</name>
    <message>
        <source>Promise to pay · {name}</source>
        <translation>还款承诺 · {name}</translation>
    </message>
    <message>
        <source>Save promise</source>
        <translation>保存承诺</translation>
    </message>
    <message>
        <source>Pays on</source>
        <translation>还款日期</translation>
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
        <source>Enter an amount in yuan.</source>
        <translation>请填写金额（元）。</translation>
    </message>
    <message>
        <source>Promise saved; collection waits for that day</source>
        <translation>承诺已保存，到期前暂不催收</translation>
    </message>
</context>
<context>
    <name>RestrictDialog</name>
    <message>
        <source>Stop contacting · {name}</source>
        <translation>停止催收 · {name}</translation>
    </message>
    <message>
        <source>Stop contacting</source>
        <translation>停止催收</translation>
    </message>
    <message>
        <source>Ends by itself on the day below</source>
        <translation>到下列日期自动结束</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>截止日</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Contacting stopped</source>
        <translation>已停止催收</translation>
    </message>
</context>
<context>
    <name>ViewBar</name>
    <message>
        <source>Drop this part of the filter</source>
        <translation>去掉这项条件</translation>
    </message>
    <message>
        <source>Delete this view</source>
        <translation>删除这个视图</translation>
    </message>
</context>
<context>
    <name>ViewNameDialog</name>
    <message>
        <source>Save as view</source>
        <translation>保存为视图</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>View name</source>
        <translation>视图名称</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>请填写名称。</translation>
    </message>
</context>
<context>
    <name>Views</name>
    <message>
        <source>All overdue</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Past their time</source>
        <translation>已超期</translation>
    </message>
    <message>
        <source>Promised this week</source>
        <translation>本周承诺</translation>
    </message>
    <message>
        <source>To visit</source>
        <translation>外访中</translation>
    </message>
    <message>
        <source>Nobody's</source>
        <translation>未分派</translation>
    </message>
    <message>
        <source>Not overdue</source>
        <translation>未逾期</translation>
    </message>
</context>
</TS>
