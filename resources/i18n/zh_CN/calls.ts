<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>CallsPage</name>
    <message>
        <source>Agency's contacts…</source>
        <translation>机构联系记录…</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Only mine</source>
        <translation>只看我的</translation>
    </message>
    <message>
        <source>Calls of today</source>
        <translation>今日电话</translation>
    </message>
    <message>
        <source>No telephone program is set up here: dial {number} by hand.</source>
        <translation>本机没有设置拨号程序，请手工拨打 {number}。</translation>
    </message>
    <message>
        <source>Logged: {result}</source>
        <translation>已记录：{result}</translation>
    </message>
    <message>
        <source>next call {at}</source>
        <translation>下次致电 {at}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln to make</source>
        <translation>
            <numerusform>待拨 %Ln 个</numerusform>
        </translation>
    </message>
    <message>
        <source>No call is left for today.</source>
        <translation>今日电话已全部拨打。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln call(s) made today</source>
        <translation>
            <numerusform>今日已拨 %Ln 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Dial</source>
        <translation>拨打</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>写备注</translation>
    </message>
</context>
<context>
    <name>CallPane</name>
    <message>
        <source>Let it pass with a second person…</source>
        <translation>双人放行…</translation>
    </message>
    <message>
        <source>Dial</source>
        <translation>拨打</translation>
    </message>
    <message>
        <source>Open the case</source>
        <translation>打开案件</translation>
    </message>
    <message>
        <source>Identity checked (V)</source>
        <translation>身份已核实 (V)</translation>
    </message>
    <message>
        <source>no call is planned</source>
        <translation>没有安排电话</translation>
    </message>
    <message>
        <source>Left today: {answered} answered calls, {rings} dials without an answer</source>
        <translation>今日剩余：可接通 {answered} 次，可无人接听 {rings} 次</translation>
    </message>
    <message>
        <source>Dial {number}</source>
        <translation>拨打 {number}</translation>
    </message>
    <message>
        <source>The matter and the amounts appear once the identity is checked.</source>
        <translation>核实身份后显示事项和金额。</translation>
    </message>
    <message>
        <source>{product} ({tail}) due {day}: {amount}</source>
        <translation>{product}（尾号 {tail}）{day} 到期 {amount}</translation>
    </message>
    <message>
        <source>together {sum}</source>
        <translation>合计 {sum}</translation>
    </message>
</context>
<context>
    <name>AnswerForm</name>
    <message>
        <source>Note (optional)</source>
        <translation>备注（可不填）</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Save and next</source>
        <translation>保存并下一个</translation>
    </message>
    <message>
        <source>Choose how the call ended: a letter is enough.</source>
        <translation>请选择通话结果，按字母即可。</translation>
    </message>
    <message>
        <source>Enter an amount in yuan.</source>
        <translation>请输入金额（元）。</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Amount in yuan</source>
        <translation>金额（元）</translation>
    </message>
    <message>
        <source>Call again</source>
        <translation>再次致电</translation>
    </message>
    <message>
        <source>Call again on</source>
        <translation>再次致电日期</translation>
    </message>
    <message>
        <source>Call again at</source>
        <translation>再次致电时间</translation>
    </message>
    <message>
        <source>Sent on</source>
        <translation>转账日</translation>
    </message>
    <message>
        <source>Promised for</source>
        <translation>承诺日</translation>
    </message>
</context>
<context>
    <name>agency</name>
    <message>
        <source>Contacts of an agency</source>
        <translation>合作机构联系记录</translation>
    </message>
</context>
<context>
    <name>AgencyDialog</name>
    <message>
        <source>Contacts of an agency · {file}</source>
        <translation>合作机构联系记录 · {file}</translation>
    </message>
    <message>
        <source>Its contacts count for every cap and stand in the contact record.</source>
        <translation>该机构的联系计入各项次数上限，并显示在客户联系记录中。</translation>
    </message>
    <message>
        <source>Agency</source>
        <translation>合作机构</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Take in</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Taking in an agency's contacts</source>
        <translation>正在导入机构联系记录</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
</TS>
