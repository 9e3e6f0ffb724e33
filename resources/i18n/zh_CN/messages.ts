<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>MessageLists</name>
    <message>
        <source>Messages to release</source>
        <translation>待放行的消息</translation>
    </message>
    <message>
        <source>Log of messages</source>
        <translation>发送记录</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>To</source>
        <translation>收件方</translation>
    </message>
    <message>
        <source>By</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Planned for</source>
        <translation>计划日</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>SMS</source>
        <translation>条数</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
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
        <source>Released</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>送达</translation>
    </message>
</context>
<context>
    <name>MessagePreview</name>
    <message>
        <source>Text of the message</source>
        <translation>消息内容</translation>
    </message>
    <message>
        <source>Released</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>Release it</source>
        <translation>放行此条</translation>
    </message>
    <message>
        <source>Hold back</source>
        <translation>暂缓</translation>
    </message>
    <message>
        <source>Let go</source>
        <translation>取消暂缓</translation>
    </message>
    <message>
        <source>Correct…</source>
        <translation>改正…</translation>
    </message>
    <message>
        <source>Save text</source>
        <translation>保存内容</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Back to the template</source>
        <translation>恢复模板</translation>
    </message>
    <message>
        <source>Open the case</source>
        <translation>打开案件</translation>
    </message>
    <message>
        <source>Choose a message to see its text.</source>
        <translation>选择一条消息查看内容。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln character(s)</source>
        <translation>
            <numerusform>%Ln 字</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln SMS</source>
        <translation>
            <numerusform>%Ln 条短信</numerusform>
        </translation>
    </message>
    <message>
        <source>It arrived</source>
        <translation>确认已送出</translation>
    </message>
    <message>
        <source>It did not arrive</source>
        <translation>确认未送出</translation>
    </message>
    <message>
        <source>Let it pass…</source>
        <translation>例外放行…</translation>
    </message>
    <message>
        <source>With a second person and a reason, until midnight</source>
        <translation>须第二人同意并说明理由，当日有效</translation>
    </message>
    <message>
        <source>Use the address again</source>
        <translation>重新启用地址</translation>
    </message>
</context>
<context>
    <name>MessagesPage</name>
    <message>
        <source>Strategy</source>
        <translation>提醒策略</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>成效</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Save the template's draft</source>
        <translation>保存模板草稿</translation>
    </message>
    <message>
        <source>Messages: {tab}</source>
        <translation>消息：{tab}</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>短信</translation>
    </message>
    <message>
        <source>Release all</source>
        <translation>全部放行</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即发送</translation>
    </message>
    <message>
        <source>Fetch receipts</source>
        <translation>接收回执</translation>
    </message>
    <message>
        <source>Correct the text</source>
        <translation>改正内容</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>Hold back</source>
        <translation>暂缓</translation>
    </message>
    <message>
        <source>Let go</source>
        <translation>取消暂缓</translation>
    </message>
    <message>
        <source>To release</source>
        <translation>待放行</translation>
    </message>
    <message>
        <source>Held back</source>
        <translation>已暂缓</translation>
    </message>
    <message>
        <source>Nothing waits for release.</source>
        <translation>没有待放行的消息。</translation>
    </message>
    <message>
        <source>Nothing here.</source>
        <translation>这里没有消息。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln to release</source>
        <translation>
            <numerusform>%Ln 条待放行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chosen</source>
        <translation>
            <numerusform>已选 %Ln 条</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Release %Ln message(s)?</source>
        <translation>
            <numerusform>放行 %Ln 条消息？</numerusform>
        </translation>
    </message>
    <message>
        <source>Each is checked once more; what a rule forbids now stays here.</source>
        <translation>每条都会再检查一次；此刻规则不允许的会留在这里。</translation>
    </message>
    <message>
        <source>Releasing messages</source>
        <translation>正在放行</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) released</source>
        <translation>
            <numerusform>已放行 %Ln 条</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not now by a rule</source>
        <translation>
            <numerusform>%Ln 条规则暂不允许</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln to correct</source>
        <translation>
            <numerusform>%Ln 条需改正</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln held back</source>
        <translation>
            <numerusform>已暂缓 %Ln 条</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln let go</source>
        <translation>
            <numerusform>已取消暂缓 %Ln 条</numerusform>
        </translation>
    </message>
    <message>
        <source>Text saved</source>
        <translation>内容已保存</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>正在发送</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) sent</source>
        <translation>
            <numerusform>已发送 %Ln 条</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stopped by a rule</source>
        <translation>
            <numerusform>%Ln 条被规则拦下</numerusform>
        </translation>
    </message>
    <message>
        <source>Fetching</source>
        <translation>正在接收</translation>
    </message>
    <message numerus="yes">
        <source>%Ln receipt(s)</source>
        <translation>
            <numerusform>回执 %Ln 条</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln incoming</source>
        <translation>
            <numerusform>来信 %Ln 条</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not understood</source>
        <translation>
            <numerusform>%Ln 行无法识别</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MailBrowser</name>
    <message>
        <source>E-mail as the customer sees it</source>
        <translation>客户看到的邮件</translation>
    </message>
</context>
<context>
    <name>MailView</name>
    <message>
        <source>Text</source>
        <translation>纯文本</translation>
    </message>
    <message>
        <source>Attached: {file}</source>
        <translation>附件：{file}</translation>
    </message>
</context>
<context>
    <name>DeadAddress</name>
    <message>
        <source>Use {address} again?</source>
        <translation>重新启用 {address}？</translation>
    </message>
    <message>
        <source>Mail to it came back. Make sure the customer has put it right; messages held because of it can then be released.</source>
        <translation>发往该地址的邮件曾被退回。请确认客户已更正；因此暂缓的消息之后可以放行。</translation>
    </message>
    <message>
        <source>Use it again</source>
        <translation>重新启用</translation>
    </message>
    <message>
        <source>{address} is used again</source>
        <translation>已重新启用 {address}</translation>
    </message>
</context>
</TS>
