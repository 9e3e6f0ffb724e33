<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>LineBar</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>signal {percent} %</source>
        <translation>信号 {percent}%</translation>
    </message>
    <message numerus="yes">
        <source>%Ln sent</source>
        <translation>
            <numerusform>已发 %Ln 条</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln delivered</source>
        <translation>
            <numerusform>送达 %Ln 条</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln received</source>
        <translation>
            <numerusform>收到 %Ln 条</numerusform>
        </translation>
    </message>
    <message>
        <source>next try at {time}</source>
        <translation>{time} 重试</translation>
    </message>
</context>
<context>
    <name>SmsCard</name>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Mobile number for a test</source>
        <translation>接收测试短信的手机号</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>发送测试</translation>
    </message>
    <message>
        <source>Tests use the saved settings.</source>
        <translation>测试使用已保存的设置。</translation>
    </message>
    <message>
        <source>SMS</source>
        <translation>短信</translation>
    </message>
    <message>
        <source>PIN of the SIM card</source>
        <translation>SIM 卡 PIN 码</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Testing the connection</source>
        <translation>正在测试连接</translation>
    </message>
    <message>
        <source>Sending a test message</source>
        <translation>正在发送测试短信</translation>
    </message>
    <message>
        <source>It is kept.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>None is kept.</source>
        <translation>尚未保存。</translation>
    </message>
    <message>
        <source>Kept in the system's key store</source>
        <translation>已保存到系统密钥库</translation>
    </message>
    <message>
        <source>The line works</source>
        <translation>线路可用</translation>
    </message>
    <message>
        <source>signal {percent} %</source>
        <translation>信号 {percent}%</translation>
    </message>
    <message>
        <source>Test message: {state}</source>
        <translation>测试短信：{state}</translation>
    </message>
</context>
<context>
    <name>BouncesCard</name>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Password of the mailbox</source>
        <translation>退信邮箱的密码</translation>
    </message>
    <message>
        <source>Keep password</source>
        <translation>保存密码</translation>
    </message>
    <message>
        <source>Read bounces now</source>
        <translation>立即读取退信</translation>
    </message>
    <message>
        <source>Bounces</source>
        <translation>退信</translation>
    </message>
    <message>
        <source>Reading bounces</source>
        <translation>正在读取退信</translation>
    </message>
    <message>
        <source>Password kept in the system's key store</source>
        <translation>密码已保存到系统密钥库</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) came back</source>
        <translation>
            <numerusform>%Ln 封邮件被退回</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln address(es) are not used any more</source>
        <translation>
            <numerusform>%Ln 个地址不再使用</numerusform>
        </translation>
    </message>
    <message>
        <source>Addresses not used any more</source>
        <translation>不再使用的地址</translation>
    </message>
    <message>
        <source>Use the address again</source>
        <translation>重新启用</translation>
    </message>
</context>
</TS>
