<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>BackupPanel</name>
    <message>
        <source>Back up to a file…</source>
        <translation>备份到文件…</translation>
    </message>
    <message>
        <source>Restore from a file…</source>
        <translation>从文件恢复…</translation>
    </message>
    <message>
        <source>The database is on a server.</source>
        <translation>数据库在服务器上。</translation>
    </message>
    <message>
        <source>A backup is made every day before the day's work. Keep one outside this computer now and then, together with its .key file.</source>
        <translation>每天开始工作前自动备份一次。请定期把备份连同它的 .key 文件存到本机以外的地方。</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>No backup has been made yet.</source>
        <translation>还没有备份。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Restore the backup of {day}</source>
        <translation>恢复 {day} 的备份</translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation>{size} MB</translation>
    </message>
    <message>
        <source>Back up to a file</source>
        <translation>备份到文件</translation>
    </message>
    <message>
        <source>Backing up</source>
        <translation>正在备份</translation>
    </message>
    <message>
        <source>Backed up and proved: {file}</source>
        <translation>已备份并核对：{file}</translation>
    </message>
    <message>
        <source>Restore from a file</source>
        <translation>从文件恢复</translation>
    </message>
    <message>
        <source>Restore {name}?</source>
        <translation>恢复 {name}？</translation>
    </message>
    <message>
        <source>What was entered after it is no longer shown. The present database is kept beside it, so that you can go back.</source>
        <translation>备份之后录入的内容将不再显示。当前数据库会另存一份，可以退回。</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>新口令</translation>
    </message>
    <message>
        <source>New passphrase once more</source>
        <translation>再输入一次新口令</translation>
    </message>
    <message>
        <source>Change the passphrase</source>
        <translation>更改口令</translation>
    </message>
    <message>
        <source>Backups made before keep the passphrase of their day.</source>
        <translation>此前的备份仍用当时的口令打开。</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>两次输入的口令不一致。</translation>
    </message>
    <message>
        <source>The passphrase was changed.</source>
        <translation>口令已更改。</translation>
    </message>
</context>
<context>
    <name>CreateStep</name>
    <message>
        <source>New database</source>
        <translation>新建数据库</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Passphrase once more</source>
        <translation>再输入一次口令</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>All data are encrypted. This computer keeps the key in its key store; the passphrase opens the database and its backups on any other one. It cannot be recovered: keep it in a safe place.</source>
        <translation>全部数据加密保存。本机的密钥存放在系统密钥库中；在其他电脑上打开数据库或备份时需要口令。口令无法找回，请妥善保管。</translation>
    </message>
    <message>
        <source>All data are encrypted. The passphrase is asked at every start and opens backups too. It cannot be recovered: keep it in a safe place.</source>
        <translation>全部数据加密保存。每次启动都要输入口令，打开备份也要用它。口令无法找回，请妥善保管。</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>两次输入的口令不一致。</translation>
    </message>
    <message>
        <source>Where to put the database</source>
        <translation>数据库保存位置</translation>
    </message>
</context>
<context>
    <name>DatabaseLine</name>
    <message>
        <source>Change…</source>
        <translation>更换…</translation>
    </message>
    <message>
        <source>on a server</source>
        <translation>在服务器上</translation>
    </message>
</context>
<context>
    <name>LoginWindow</name>
    <message>
        <source>Shouyue</source>
        <translation>守约</translation>
    </message>
    <message>
        <source>The branch desk for repayments</source>
        <translation>支行还款管理</translation>
    </message>
</context>
<context>
    <name>OfficerStep</name>
    <message>
        <source>Who is at the desk?</source>
        <translation>请选择您的姓名</translation>
    </message>
    <message>
        <source>Who are you?</source>
        <translation>请填写您的信息</translation>
    </message>
    <message>
        <source>What you do is recorded under this name.</source>
        <translation>您的操作将记在这个姓名下。</translation>
    </message>
    <message>
        <source>You are the first one here. Colleagues are added in the settings.</source>
        <translation>您是第一位使用者，其他同事可在设置中添加。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Staff number</source>
        <translation>工号</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>进入</translation>
    </message>
</context>
<context>
    <name>OpenStep</name>
    <message>
        <source>Open the database</source>
        <translation>打开数据库</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>The system's key store opens it; no passphrase is needed.</source>
        <translation>密钥在系统密钥库中，无需输入口令。</translation>
    </message>
    <message>
        <source>New database…</source>
        <translation>新建数据库…</translation>
    </message>
    <message>
        <source>Restore a backup…</source>
        <translation>从备份恢复…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Type the passphrase.</source>
        <translation>请输入口令。</translation>
    </message>
    <message>
        <source>Type the passphrase first.</source>
        <translation>请先输入口令。</translation>
    </message>
    <message>
        <source>Choose a backup</source>
        <translation>选择备份</translation>
    </message>
    <message>
        <source>Choose a database</source>
        <translation>选择数据库</translation>
    </message>
    <message>
        <source>Databases</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>PassphraseField</name>
    <message>
        <source>Hide the passphrase</source>
        <translation>隐藏口令</translation>
    </message>
    <message>
        <source>Show the passphrase</source>
        <translation>显示口令</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>Backing up</source>
        <translation>正在备份</translation>
    </message>
    <message>
        <source>Writing the reports of field service</source>
        <translation>正在写出外访服务报告</translation>
    </message>
    <message>
        <source>Running the day</source>
        <translation>正在日终处理</translation>
    </message>
    <message>
        <source>The backup was restored.</source>
        <translation>已恢复备份。</translation>
    </message>
</context>
</TS>
