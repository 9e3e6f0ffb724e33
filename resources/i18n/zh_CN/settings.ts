<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutSection</name>
    <message>
        <source>Bundled parts</source>
        <translation>随程序分发的组件</translation>
    </message>
    <message>
        <source>Wording of the licence</source>
        <translation>许可证原文</translation>
    </message>
    <message>
        <source>Shouyue — the branch desk for repayments</source>
        <translation>守约 — 还款服务工作台</translation>
    </message>
    <message>
        <source>Free software under the Apache License 2.0</source>
        <translation>自由软件，按 Apache License 2.0 授权</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>版本 {version}</translation>
    </message>
</context>
<context>
    <name>AuditColumns</name>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>内容</translation>
    </message>
</context>
<context>
    <name>AuditSection</name>
    <message>
        <source>Kind of entry</source>
        <translation>记录类别</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Verify the chain</source>
        <translation>校验日志链</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>审计日志</translation>
    </message>
    <message>
        <source>Verifying…</source>
        <translation>正在校验…</translation>
    </message>
    <message>
        <source>{count} entries verified: nothing was changed, removed or reordered.</source>
        <translation>已校验 {count} 条记录：没有改动、缺失或乱序。</translation>
    </message>
    <message>
        <source>{faults} faults in {count} entries. The first is at {seq}: {what}.</source>
        <translation>{count} 条记录中有 {faults} 处异常，第一处在第 {seq} 条：{what}。</translation>
    </message>
</context>
<context>
    <name>BranchSection</name>
    <message>
        <source>Reports of field service</source>
        <translation>外访服务报告</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>【{signature}】Dear Ms Li, your instalment of 1,234.56 yuan …</source>
        <translation>预览：【{signature}】尊敬的李女士，您本期应还款 1,234.56 元……</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>机构信息</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Papers</source>
        <translation>法律文书</translation>
    </message>
</context>
<context>
    <name>CertificateCard</name>
    <message>
        <source>Electronic signature</source>
        <translation>电子签名</translation>
    </message>
    <message>
        <source>Password of the certificate</source>
        <translation>证书密码</translation>
    </message>
    <message>
        <source>Import a certificate…</source>
        <translation>导入证书…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove the certificate?</source>
        <translation>移除签名证书？</translation>
    </message>
    <message>
        <source>Letters are not signed any more. Those signed stay as they are.</source>
        <translation>此后函件不再签名；已签名的函件不受影响。</translation>
    </message>
    <message>
        <source>Certificate imported; letters are signed with it from now on</source>
        <translation>证书已导入，此后函件用它签名</translation>
    </message>
    <message>
        <source>No certificate. Type its password and choose its PKCS#12 file.</source>
        <translation>尚无证书。请先输入证书密码，再选择 PKCS#12 文件（.p12、.pfx）。</translation>
    </message>
    <message>
        <source>{name}, issued by {issuer}, valid until {day}</source>
        <translation>{name}，颁发机构：{issuer}，有效期至 {day}</translation>
    </message>
</context>
<context>
    <name>BucketsSection</name>
    <message>
        <source>From</source>
        <translation>生效日期</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Title and number of the document</source>
        <translation>文件名称和文号</translation>
    </message>
    <message>
        <source>Back to the shipped table</source>
        <translation>恢复程序自带的分段</translation>
    </message>
    <message>
        <source>The branch's own table, in force since {day}.</source>
        <translation>当前为本机构设定的分段，自 {day} 起生效。</translation>
    </message>
    <message>
        <source>The shipped table, as is usual in the trade.</source>
        <translation>当前为程序自带的行业通行分段。</translation>
    </message>
    <message>
        <source>Remove this bucket</source>
        <translation>删除这一段</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>Last day of M{number}</source>
        <translation>M{number} 的末日</translation>
    </message>
    <message>
        <source>from day {day} to</source>
        <translation>第 {day} 天 至</translation>
    </message>
    <message>
        <source>from day {day} on</source>
        <translation>第 {day} 天及以上</translation>
    </message>
    <message>
        <source>Saved; the next day run puts the accounts into these buckets</source>
        <translation>已保存，下次日结起按新分段统计</translation>
    </message>
    <message>
        <source>The shipped table is in force again</source>
        <translation>已恢复为程序自带的分段</translation>
    </message>
    <message>
        <source>Add a bucket</source>
        <translation>增加一段</translation>
    </message>
    <message>
        <source>M0 is not overdue. Each bucket begins the day after the one before it ends, so there can be no gap. Past days keep the buckets of their time.</source>
        <translation>M0 为未逾期。每一段从前一段末日的次日开始，不会留下空档；过去日期的账龄仍按当时的分段显示。</translation>
    </message>
    <message>
        <source>Ageing buckets</source>
        <translation>账龄分段</translation>
    </message>
</context>
<context>
    <name>DaysSection</name>
    <message>
        <source>Year</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>Month and day, ranges with ~, separated by commas: 2-5~2-11, 4-5</source>
        <translation>按月-日填写，连续日期用 ~，多个日期用逗号或顿号分隔，如 2-5~2-11、4-5</translation>
    </message>
    <message>
        <source>Days off</source>
        <translation>放假日期</translation>
    </message>
    <message>
        <source>Weekends worked in return</source>
        <translation>调休上班日期</translation>
    </message>
    <message>
        <source>The statutory holidays of {year} are known; write down only what differs.</source>
        <translation>程序已包含 {year} 年的法定节假日，只需填写与之不同的日期。</translation>
    </message>
    <message>
        <source>The statutory holidays of {year} are not known to the program yet.</source>
        <translation>程序还没有 {year} 年的法定节假日，请按国务院公布的安排填写。</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Holidays</source>
        <translation>节假日</translation>
    </message>
</context>
<context>
    <name>LookSection</name>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Letters and messages to customers stay in Chinese.</source>
        <translation>给客户的函件和短信始终使用中文。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
</context>
<context>
    <name>MailCard</name>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Password of the e-mail account</source>
        <translation>邮箱密码</translation>
    </message>
    <message>
        <source>Keep password</source>
        <translation>保存密码</translation>
    </message>
    <message>
        <source>Send the test to…</source>
        <translation>测试邮件发往…</translation>
    </message>
    <message>
        <source>Recipient of the test e-mail</source>
        <translation>测试邮件收件人</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>发送测试邮件</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>邮件</translation>
    </message>
    <message>
        <source>Sending a test e-mail</source>
        <translation>正在发送测试邮件</translation>
    </message>
    <message>
        <source>A password is kept.</source>
        <translation>已保存密码。</translation>
    </message>
    <message>
        <source>No password is kept.</source>
        <translation>尚未保存密码。</translation>
    </message>
    <message>
        <source>Password kept in the system's key store</source>
        <translation>密码已保存在系统密钥库</translation>
    </message>
    <message>
        <source>Test e-mail sent to {recipient}</source>
        <translation>测试邮件已发往 {recipient}</translation>
    </message>
</context>
<context>
    <name>OfficerForm</name>
    <message>
        <source>Skills</source>
        <translation>技能</translation>
    </message>
    <message>
        <source>Working days</source>
        <translation>工作日</translation>
    </message>
    <message>
        <source>Goes on visits</source>
        <translation>参加外访</translation>
    </message>
    <message>
        <source>Staff number</source>
        <translation>工号</translation>
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
        <source>Role</source>
        <translation>岗位</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>负责片区</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>外访</translation>
    </message>
    <message>
        <source>Where visits start (empty: the branch)</source>
        <translation>外访出发地点（不填则为本机构）</translation>
    </message>
    <message>
        <source>Work from</source>
        <translation>上班</translation>
    </message>
    <message>
        <source>Break from</source>
        <translation>午休开始</translation>
    </message>
    <message>
        <source>Break until</source>
        <translation>午休结束</translation>
    </message>
    <message>
        <source>Work until</source>
        <translation>下班</translation>
    </message>
</context>
<context>
    <name>OfficersSection</name>
    <message>
        <source>Personal code…</source>
        <translation>个人验证码…</translation>
    </message>
    <message>
        <source>Proves who agrees where an act needs two people</source>
        <translation>需要双人复核时，用来证明复核人身份</translation>
    </message>
    <message>
        <source>Code forgotten…</source>
        <translation>忘记验证码…</translation>
    </message>
    <message>
        <source>Officers</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>inactive</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Save or discard the changes to this officer first.</source>
        <translation>请先保存或放弃对该人员的修改。</translation>
    </message>
    <message>
        <source>New officer</source>
        <translation>新增人员</translation>
    </message>
    <message>
        <source>{cases} open cases, {visits} visits to come</source>
        <translation>在办案件 {cases} 件，待外访 {visits} 次</translation>
    </message>
    <message>
        <source>Deactivate</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Activate</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Deactivate {name}?</source>
        <translation>停用 {name}？</translation>
    </message>
    <message>
        <source>{cases} open cases and {visits} visits stay with this officer until they are assigned to somebody else.</source>
        <translation>其名下 {cases} 件在办案件和 {visits} 次外访会保留，直到改派给他人。</translation>
    </message>
    <message>
        <source>{name} is active</source>
        <translation>{name} 已启用</translation>
    </message>
    <message>
        <source>{name} is inactive</source>
        <translation>{name} 已停用</translation>
    </message>
    <message>
        <source>Add an officer</source>
        <translation>新增人员</translation>
    </message>
</context>
<context>
    <name>RulesSection</name>
    <message>
        <source>Find a rule</source>
        <translation>查找规则</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>To be checked</source>
        <translation>待核对</translation>
    </message>
    <message>
        <source>Own values</source>
        <translation>本机构设定</translation>
    </message>
    <message>
        <source>own</source>
        <translation>本机构</translation>
    </message>
    <message>
        <source>check</source>
        <translation>待核对</translation>
    </message>
    <message>
        <source>Save or discard the changes to this rule first.</source>
        <translation>请先保存或放弃对该规则的修改。</translation>
    </message>
    <message>
        <source>Own value</source>
        <translation>本机构的值</translation>
    </message>
    <message>
        <source>Applies</source>
        <translation>适用</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Title and number of the document</source>
        <translation>文件名称和文号</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>From</source>
        <translation>生效日期</translation>
    </message>
    <message>
        <source>{clause} · in force since {day}
{source}</source>
        <translation>{clause} · 自 {day} 起
{source}</translation>
    </message>
    <message>
        <source>{source} · set by {who} on {when}</source>
        <translation>{source} · {who} 于 {when} 设定</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>shipped</source>
        <translation>程序自带</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>The shipped value is in force again</source>
        <translation>已恢复为程序自带的值</translation>
    </message>
    <message>
        <source>Set a value of the branch's own</source>
        <translation>设定本机构的值</translation>
    </message>
    <message>
        <source>All values</source>
        <translation>全部取值</translation>
    </message>
</context>
<context>
    <name>SaveBar</name>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>放弃修改</translation>
    </message>
    <message>
        <source>{count} changes are not saved</source>
        <translation>有 {count} 处修改未保存</translation>
    </message>
</context>
<context>
    <name>SealCard</name>
    <message>
        <source>Choose a PNG…</source>
        <translation>选择 PNG 图片…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>Picture of the seal</source>
        <translation>印章图片</translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>The seal was changed</source>
        <translation>印章已更新</translation>
    </message>
    <message>
        <source>No seal yet</source>
        <translation>尚未设置印章</translation>
    </message>
    <message>
        <source>Printed on letters, 42 mm wide. PNG with a transparent ground.</source>
        <translation>打印在函件上，宽 42 毫米。请使用透明背景的 PNG 图片。</translation>
    </message>
    <message>
        <source>{width}×{height} pixels, fit to print</source>
        <translation>{width}×{height} 像素，适合打印</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Strategy</source>
        <translation>提醒策略</translation>
    </message>
    <message>
        <source>Wording</source>
        <translation>用语</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>机构信息</translation>
    </message>
    <message>
        <source>Officers</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Buckets</source>
        <translation>账龄分段</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Holidays</source>
        <translation>节假日</translation>
    </message>
    <message>
        <source>Look and language</source>
        <translation>外观与语言</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>审计日志</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Find a rule</source>
        <translation>查找规则</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Settings: {section}</source>
        <translation>设置：{section}</translation>
    </message>
    <message>
        <source>{section}, not saved</source>
        <translation>{section}，未保存</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>Agencies</source>
        <translation>合作机构</translation>
    </message>
</context>
<context>
    <name>CodeDialog</name>
    <message>
        <source>Personal code · {name}</source>
        <translation>个人验证码 · {name}</translation>
    </message>
    <message>
        <source>Present code</source>
        <translation>现验证码</translation>
    </message>
    <message>
        <source>New code</source>
        <translation>新验证码</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再次输入</translation>
    </message>
    <message>
        <source>Set code</source>
        <translation>设置验证码</translation>
    </message>
    <message>
        <source>The two codes differ.</source>
        <translation>两次输入的验证码不一致。</translation>
    </message>
    <message>
        <source>Personal code set</source>
        <translation>个人验证码已设置</translation>
    </message>
</context>
<context>
    <name>ForgetCodeDialog</name>
    <message>
        <source>Remove the forgotten code · {name}</source>
        <translation>清除遗忘的验证码 · {name}</translation>
    </message>
    <message>
        <source>Remove code</source>
        <translation>清除验证码</translation>
    </message>
    <message>
        <source>Personal code removed</source>
        <translation>个人验证码已清除</translation>
    </message>
</context>
<context>
    <name>SecondPersonFields</name>
    <message>
        <source>Nobody else has a personal code yet</source>
        <translation>其他人员都还没有设置验证码</translation>
    </message>
    <message>
        <source>Personal codes are set under Settings → Officers</source>
        <translation>个人验证码在“设置 → 人员”中设置</translation>
    </message>
    <message>
        <source>Second person</source>
        <translation>复核人</translation>
    </message>
    <message>
        <source>Their personal code</source>
        <translation>复核人验证码</translation>
    </message>
</context>
</TS>
