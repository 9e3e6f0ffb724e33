<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>StrategySection</name>
    <message>
        <source>Rename this draft…</source>
        <translation>重命名草稿…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Version of the strategy</source>
        <translation>策略版本</translation>
    </message>
    <message>
        <source>New draft of it</source>
        <translation>复制为草稿</translation>
    </message>
    <message>
        <source>Switch on…</source>
        <translation>启用…</translation>
    </message>
    <message>
        <source>More about this version</source>
        <translation>更多操作</translation>
    </message>
    <message>
        <source>Take switching on back</source>
        <translation>撤销启用</translation>
    </message>
    <message>
        <source>Put in force again…</source>
        <translation>重新启用…</translation>
    </message>
    <message>
        <source>Remove this draft</source>
        <translation>删除草稿</translation>
    </message>
    <message>
        <source>Draft of {day}</source>
        <translation>{day} 草稿</translation>
    </message>
    <message>
        <source>{name} (again)</source>
        <translation>{name}（恢复）</translation>
    </message>
    <message>
        <source>Take “{name}” out of force?</source>
        <translation>撤销启用“{name}”？</translation>
    </message>
    <message>
        <source>It becomes a draft again; the version before it is in force.</source>
        <translation>该版本退回草稿，恢复执行前一版本。</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤销启用</translation>
    </message>
    <message>
        <source>Planning all customers anew</source>
        <translation>重新安排全部客户</translation>
    </message>
    <message>
        <source>Switched on: {standing} contacts planned, {off} called off</source>
        <translation>已启用：安排 {standing} 次联系，取消 {off} 次</translation>
    </message>
    <message>
        <source>Draft removed</source>
        <translation>草稿已删除</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>One customer</source>
        <translation>单个客户</translation>
    </message>
    <message>
        <source>Whole book</source>
        <translation>全部客户</translation>
    </message>
</context>
<context>
    <name>StepsView</name>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>In a group the step with the most conditions (▸) wins; of equally narrow ones the upper one. A level is asked for only after the level below was really sent.</source>
        <translation>同组中条件最多（▸）的步骤优先，条件数相同则排在上面的优先；上一级催收实际发出后才会进入下一级。</translation>
    </message>
</context>
<context>
    <name>StepTable</name>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>天数</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>办理</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>For whom</source>
        <translation>适用客户</translation>
    </message>
    <message>
        <source>Steps of the strategy</source>
        <translation>策略步骤</translation>
    </message>
    <message>
        <source>off · </source>
        <translation>停用 · </translation>
    </message>
</context>
<context>
    <name>StepDialog</name>
    <message>
        <source>Step of the strategy</source>
        <translation>策略步骤</translation>
    </message>
    <message>
        <source>Keep step</source>
        <translation>保存步骤</translation>
    </message>
    <message>
        <source>a group of its own</source>
        <translation>单独成组</translation>
    </message>
    <message>
        <source>all; several with commas</source>
        <translation>不限；多个用逗号分隔</translation>
    </message>
    <message>
        <source>Amount in yuan</source>
        <translation>金额（元）</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英文名</translation>
    </message>
    <message>
        <source>Days from the due date</source>
        <translation>距到期日天数</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>every</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>At</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>dunning level</source>
        <translation>催收级别</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Group (the narrowest wins)</source>
        <translation>分组（条件最细者优先）</translation>
    </message>
    <message>
        <source>Amount from</source>
        <translation>金额从</translation>
    </message>
    <message>
        <source>below</source>
        <translation>低于</translation>
    </message>
    <message>
        <source>Source or reason</source>
        <translation>依据或理由</translation>
    </message>
</context>
<context>
    <name>CustomerView</name>
    <message>
        <source>Find a customer</source>
        <translation>查找客户</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>No customer found</source>
        <translation>没有找到客户</translation>
    </message>
    <message>
        <source>The next ninety days</source>
        <translation>未来 90 天</translation>
    </message>
    <message>
        <source>Why each step comes or does not</source>
        <translation>各步骤适用与否的原因</translation>
    </message>
    <message>
        <source>What comes</source>
        <translation>将收到的联系</translation>
    </message>
    <message>
        <source>Why, and why not</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>As if nothing were paid and every step carried out: {count} contacts.</source>
        <translation>按不还款且各步骤均执行推算：共 {count} 次联系。</translation>
    </message>
</context>
<context>
    <name>BookView</name>
    <message>
        <source>Days</source>
        <translation>天数</translation>
    </message>
    <message>
        <source>next {days} days</source>
        <translation>未来 {days} 天</translation>
    </message>
    <message>
        <source>Try on the whole book</source>
        <translation>试算全部客户</translation>
    </message>
    <message>
        <source>Contacts by day and channel</source>
        <translation>按日期和渠道的联系次数</translation>
    </message>
    <message>
        <source>The steps were changed since this trial: try again.</source>
        <translation>试算后步骤已修改，请重新试算。</translation>
    </message>
    <message>
        <source>Trying all customers</source>
        <translation>正在试算全部客户</translation>
    </message>
    <message>
        <source>{customers} customers, {days} days, as if nobody paid: {tried} contacts, now {now} ({difference}).</source>
        <translation>{customers} 名客户、{days} 天，按无人还款推算：{tried} 次联系，现行策略 {now} 次（{difference}）。</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>All</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>All days</source>
        <translation>全部日期</translation>
    </message>
    <message>
        <source>Kept off by rules: {rules}</source>
        <translation>被规则拦下：{rules}</translation>
    </message>
    <message>
        <source>Counts what every customer would get, day by day and channel by channel, beside the strategy in force. Nothing is planned or sent.</source>
        <translation>逐日、逐渠道统计全部客户将收到的联系，并与现行策略对比；不会安排或发送任何内容。</translation>
    </message>
</context>
<context>
    <name>SwitchDialog</name>
    <message>
        <source>Switch on · {name}</source>
        <translation>启用 · {name}</translation>
    </message>
    <message>
        <source>In force from</source>
        <translation>启用日期</translation>
    </message>
    <message>
        <source>From today: the calendar is planned anew at once. From a later day: by that day's run. What was sent counts for the new steps, what was set down by hand stays; the version before can be restored.</source>
        <translation>从今天启用：立即重新安排日程；从以后日期启用：由当天日结安排。已发出的联系计入新步骤，手工安排保留，可随时恢复之前的版本。</translation>
    </message>
    <message>
        <source>These steps have not been tried on the whole book.</source>
        <translation>这些步骤尚未对全部客户试算。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>启用</translation>
    </message>
</context>
<context>
    <name>TimeLine</name>
    <message>
        <source>Time line</source>
        <translation>时间轴</translation>
    </message>
</context>
<context>
    <name>coming</name>
    <message>
        <source>Nothing is planned.</source>
        <translation>没有安排。</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拦下</translation>
    </message>
    <message>
        <source>moved by {clause} {name}</source>
        <translation>因 {clause} {name} 改期</translation>
    </message>
    <message>
        <source>on the due day</source>
        <translation>到期当日</translation>
    </message>
    <message numerus="yes">
        <source>day %Ln past due</source>
        <translation>
            <numerusform>逾期第 %Ln 天</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) before it is due</source>
        <translation>
            <numerusform>到期前 %Ln 天</numerusform>
        </translation>
    </message>
</context>
</TS>
