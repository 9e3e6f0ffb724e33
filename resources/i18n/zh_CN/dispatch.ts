<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>DispatchActs</name>
    <message>
        <source>The invitation is on its way.</source>
        <translation>邀约短信已发出。</translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) copied</source>
        <translation>
            <numerusform>已复制 %n 次外访</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out: {reasons}</source>
        <translation>
            <numerusform>%n 次未复制：{reasons}</numerusform>
        </translation>
    </message>
    <message>
        <source>Visit placed.</source>
        <translation>已排定上门。</translation>
    </message>
    <message>
        <source>Request confirmed.</source>
        <translation>请求已确认。</translation>
    </message>
    <message>
        <source>Request closed.</source>
        <translation>请求已关闭。</translation>
    </message>
    <message>
        <source>The question is on its way.</source>
        <translation>追问短信已进入发送队列。</translation>
    </message>
    <message>
        <source>Visit moved.</source>
        <translation>已改期。</translation>
    </message>
    <message>
        <source>Visit given back to the list.</source>
        <translation>已退回待排列表。</translation>
    </message>
    <message>
        <source>Visit cancelled.</source>
        <translation>上门已取消。</translation>
    </message>
    <message>
        <source>Cancel this visit?</source>
        <translation>取消这次上门？</translation>
    </message>
    <message>
        <source>Its request is closed as well.</source>
        <translation>对应的请求也会一并关闭。</translation>
    </message>
    <message>
        <source>Cancel the visit</source>
        <translation>取消上门</translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) placed</source>
        <translation>
            <numerusform>排定 %n 次上门</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left over: {reasons}</source>
        <translation>
            <numerusform>%n 条排不下：{reasons}</numerusform>
        </translation>
    </message>
    <message>
        <source>Receive messages</source>
        <translation>接收短信</translation>
    </message>
    <message>
        <source>Messages (*.jsonl *.txt)</source>
        <translation>短信文件 (*.jsonl *.txt)</translation>
    </message>
    <message>
        <source>Receiving messages</source>
        <translation>正在接收短信</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) received</source>
        <translation>
            <numerusform>收到 %n 条短信</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) could not be read</source>
        <translation>
            <numerusform>%n 行无法读取</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DispatchPage</name>
    <message>
        <source>Service quality ({count} to make good)</source>
        <translation>服务质量（{count} 件待补救）</translation>
    </message>
    <message>
        <source>Board in its own window</source>
        <translation>看板独立窗口</translation>
    </message>
    <message>
        <source>Copy from last week</source>
        <translation>复制上周安排</translation>
    </message>
    <message>
        <source>Pairs of the day…</source>
        <translation>当天搭档…</translation>
    </message>
    <message>
        <source>Dispatch</source>
        <translation>外访调度</translation>
    </message>
    <message>
        <source>Receive messages…</source>
        <translation>接收短信…</translation>
    </message>
    <message>
        <source>Day sheets</source>
        <translation>行程单</translation>
    </message>
    <message>
        <source>New request</source>
        <translation>新建请求</translation>
    </message>
    <message>
        <source>Plan the day</source>
        <translation>排定当天</translation>
    </message>
    <message>
        <source>Service quality</source>
        <translation>服务质量</translation>
    </message>
    <message>
        <source>Go to today</source>
        <translation>回到今天</translation>
    </message>
    <message>
        <source>Day before</source>
        <translation>前一天</translation>
    </message>
    <message>
        <source>Next day</source>
        <translation>后一天</translation>
    </message>
    <message>
        <source>Show the time line</source>
        <translation>显示时间轴</translation>
    </message>
    <message>
        <source>Show the list</source>
        <translation>显示列表</translation>
    </message>
    <message>
        <source>Show the map</source>
        <translation>显示地图</translation>
    </message>
    <message>
        <source>Take offer {number}</source>
        <translation>采用建议 {number}</translation>
    </message>
    <message>
        <source>Waiting requests</source>
        <translation>待处理请求</translation>
    </message>
    <message>
        <source>Nothing waits</source>
        <translation>没有待处理的请求</translation>
    </message>
    <message>
        <source>New messages and requests appear here.</source>
        <translation>新收到的短信和请求会出现在这里。</translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s)</source>
        <translation>
            <numerusform>共 %n 次上门</numerusform>
        </translation>
    </message>
    <message>
        <source>No officer makes visits yet</source>
        <translation>还没有外访人员</translation>
    </message>
    <message>
        <source>Mark the officers who go out in the settings.</source>
        <translation>请在设置中勾选参与外访的人员。</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>打开设置</translation>
    </message>
</context>
<context>
    <name>QualityDialog</name>
    <message>
        <source>Saving the report</source>
        <translation>正在保存报告</translation>
    </message>
    <message>
        <source>Service quality</source>
        <translation>服务质量</translation>
    </message>
    <message>
        <source>To make good</source>
        <translation>待补救</translation>
    </message>
    <message>
        <source>Made good…</source>
        <translation>已补救…</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Saved: {name}</source>
        <translation>已保存：{name}</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>In their words</source>
        <translation>客户原话</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>截止</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>本月</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>本周</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>上月</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>本年</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>处理结果</translation>
    </message>
</context>
<context>
    <name>RatingDialog</name>
    <message>
        <source>Rating</source>
        <translation>评价</translation>
    </message>
    <message>
        <source>In their words</source>
        <translation>客户原话</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>RecordDialog</name>
    <message>
        <source>Files</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Visit record</source>
        <translation>外访记录</translation>
    </message>
    <message>
        <source>Credentials were shown</source>
        <translation>已出示工作证件</translation>
    </message>
    <message>
        <source>They agreed to us coming in</source>
        <translation>对方同意入户</translation>
    </message>
    <message>
        <source>Receipt signed</source>
        <translation>已签收</translation>
    </message>
    <message>
        <source>Recording no.</source>
        <translation>录音录像编号</translation>
    </message>
    <message>
        <source>People met</source>
        <translation>会见人员</translation>
    </message>
    <message>
        <source>Papers handed over</source>
        <translation>交付文件</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>RequestDetail</name>
    <message>
        <source>Before you promise: {offer}</source>
        <translation>承诺前请看，最早：{offer}</translation>
    </message>
    <message>
        <source>Given back by {who}</source>
        <translation>已被退回：{who}</translation>
    </message>
    <message>
        <source>Invite to the branch</source>
        <translation>邀约到网点</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Correct…</source>
        <translation>更正…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Ask back</source>
        <translation>短信追问</translation>
    </message>
    <message>
        <source>Open the case</source>
        <translation>打开案件</translation>
    </message>
    <message>
        <source>Called back</source>
        <translation>已回电</translation>
    </message>
    <message numerus="yes">
        <source>moves %n visit(s)</source>
        <translation>
            <numerusform>顺延 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Wish</source>
        <translation>期望</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>卡尾号</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
</context>
<context>
    <name>RequestDialog</name>
    <message>
        <source>Show the number (is recorded)</source>
        <translation>显示完整号码（将留痕）</translation>
    </message>
    <message>
        <source>Correct the request</source>
        <translation>更正请求</translation>
    </message>
    <message>
        <source>New request</source>
        <translation>新建请求</translation>
    </message>
    <message>
        <source>Another time suits as well</source>
        <translation>另一时段也可以</translation>
    </message>
    <message>
        <source>Or from</source>
        <translation>或从</translation>
    </message>
    <message>
        <source>as soon as promised</source>
        <translation>按承诺尽快</translation>
    </message>
    <message>
        <source>at a time</source>
        <translation>约定时刻</translation>
    </message>
    <message>
        <source>between two times</source>
        <translation>时间段</translation>
    </message>
    <message>
        <source>before a time</source>
        <translation>某时之前</translation>
    </message>
    <message>
        <source>after a time</source>
        <translation>某时之后</translation>
    </message>
    <message>
        <source>on a day</source>
        <translation>某一天</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>加急</translation>
    </message>
    <message>
        <source>Somebody has to go there</source>
        <translation>需要上门</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>短信</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>到</translation>
    </message>
    <message>
        <source>On the spot</source>
        <translation>停留</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Request confirmed.</source>
        <translation>请求已确认。</translation>
    </message>
    <message>
        <source>Request added.</source>
        <translation>请求已添加。</translation>
    </message>
</context>
<context>
    <name>RequestList</name>
    <message>
        <source>Requests to place</source>
        <translation>待排请求</translation>
    </message>
</context>
<context>
    <name>TimeLine</name>
    <message>
        <source>Time line of visits</source>
        <translation>上门时间轴</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Day before</source>
        <translation>前一天</translation>
    </message>
    <message>
        <source>Next day</source>
        <translation>后一天</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Time line</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Narrower hours</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Wider hours</source>
        <translation>放大</translation>
    </message>
</context>
<context>
    <name>VisitDetail</name>
    <message>
        <source>Rescue: {who} at {time}</source>
        <translation>补救：{who} {time} 前往</translation>
    </message>
    <message>
        <source>Estimated</source>
        <translation>预计到达</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Record…</source>
        <translation>记录…</translation>
    </message>
    <message>
        <source>Rating…</source>
        <translation>评价…</translation>
    </message>
    <message>
        <source>Cancel the visit</source>
        <translation>取消上门</translation>
    </message>
    <message>
        <source>Open the case</source>
        <translation>打开案件</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Officers</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>到达</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评价</translation>
    </message>
</context>
<context>
    <name>VisitModel</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Officers</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Promise</source>
        <translation>承诺</translation>
    </message>
</context>
<context>
    <name>VisitTable</name>
    <message>
        <source>List of visits</source>
        <translation>上门列表</translation>
    </message>
</context>
<context>
    <name>day_print</name>
    <message>
        <source>Save the day sheets</source>
        <translation>保存行程单</translation>
    </message>
    <message>
        <source>Day sheets</source>
        <translation>行程单</translation>
    </message>
    <message>
        <source>The file could not be written: {reason}</source>
        <translation>文件写入失败：{reason}</translation>
    </message>
    <message>
        <source>Day sheets saved: {name}</source>
        <translation>行程单已保存：{name}</translation>
    </message>
    <message>
        <source>Making the day sheets</source>
        <translation>正在生成行程单</translation>
    </message>
</context>
<context>
    <name>VisitFilesBox</name>
    <message>
        <source>What the file shows</source>
        <translation>附件内容</translation>
    </message>
    <message>
        <source>Files of the visit</source>
        <translation>外访附件</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Take off</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Take “{name}” off this visit?</source>
        <translation>要从这次外访移除“{name}”吗？</translation>
    </message>
    <message>
        <source>The file could not be written: {reason}</source>
        <translation>文件写不进去：{reason}</translation>
    </message>
    <message>
        <source>Saved: {name}</source>
        <translation>已保存：{name}</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Pictures and PDF ({kinds})</source>
        <translation>图片与 PDF ({kinds})</translation>
    </message>
</context>
<context>
    <name>PromiseWatch</name>
    <message>
        <source>Promise at risk: {what}, by {time}.</source>
        <translation>承诺将逾时：{what}，须于 {time} 前到达。</translation>
    </message>
    <message>
        <source>Best rescue: {who} at {time}.</source>
        <translation>最佳补救：{who} {time} 前往。</translation>
    </message>
</context>
</TS>
