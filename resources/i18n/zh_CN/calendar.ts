<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>CalendarPage</name>
    <message>
        <source>Strategy</source>
        <translation>提醒策略</translation>
    </message>
    <message>
        <source>Agenda</source>
        <translation>日程</translation>
    </message>
    <message>
        <source>Items of the day</source>
        <translation>当日事项</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>催办日历</translation>
    </message>
    <message>
        <source>Export .ics…</source>
        <translation>导出 .ics…</translation>
    </message>
    <message>
        <source>Go to today</source>
        <translation>回到今天</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>往前</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>往后</translation>
    </message>
    <message>
        <source>Month view</source>
        <translation>月视图</translation>
    </message>
    <message>
        <source>Week view</source>
        <translation>周视图</translation>
    </message>
    <message>
        <source>Agenda view</source>
        <translation>日程视图</translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s)</source>
        <translation>
            <numerusform>%Ln 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing stands on this day.</source>
        <translation>当日没有安排。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln entry(ies) written to {file}</source>
        <translation>
            <numerusform>已写入 {file}，共 %Ln 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Export .ics</source>
        <translation>导出 .ics</translation>
    </message>
    <message>
        <source>Exporting the calendar</source>
        <translation>正在导出日历</translation>
    </message>
</context>
<context>
    <name>ChannelChips</name>
    <message>
        <source>Mine only</source>
        <translation>只看我的</translation>
    </message>
</context>
<context>
    <name>DayGrid</name>
    <message>
        <source>Calendar</source>
        <translation>催办日历</translation>
    </message>
</context>
<context>
    <name>ItemActions</name>
    <message>
        <source>{name} left out this time</source>
        <translation>{name}本次跳过</translation>
    </message>
    <message>
        <source>Open the case</source>
        <translation>打开案件</translation>
    </message>
    <message>
        <source>Contact record and outlook…</source>
        <translation>联系记录与后续安排…</translation>
    </message>
    <message>
        <source>Move to today</source>
        <translation>改到今天</translation>
    </message>
    <message>
        <source>One day later</source>
        <translation>推后一天</translation>
    </message>
    <message>
        <source>One week later</source>
        <translation>推后一周</translation>
    </message>
    <message>
        <source>Leave out this time</source>
        <translation>本次跳过</translation>
    </message>
    <message>
        <source>{name} moved to {day}</source>
        <translation>{name}已改到{day}</translation>
    </message>
</context>
<context>
    <name>ItemDelegate</name>
    <message numerus="yes">
        <source>%Ln item(s)</source>
        <translation>
            <numerusform>%Ln 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Show {number} more</source>
        <translation>再显示 {number} 项</translation>
    </message>
    <message>
        <source>past its day</source>
        <translation>已过期</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Earlier</source>
        <translation>往前</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>往后</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>周</translation>
    </message>
    <message>
        <source>Agenda</source>
        <translation>日程</translation>
    </message>
</context>
</TS>
