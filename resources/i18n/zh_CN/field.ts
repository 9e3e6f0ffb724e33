<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>MapCanvas</name>
    <message>
        <source>Map of places</source>
        <translation>地点地图</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>{place} · no pin yet</source>
        <translation>{place} · 未标点</translation>
    </message>
    <message>
        <source>Search an address or a name</source>
        <translation>查找地址或姓名</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Import places…</source>
        <translation>导入地点…</translation>
    </message>
    <message>
        <source>Learnt ways</source>
        <translation>实测路程</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Take the pin off</source>
        <translation>移除标点</translation>
    </message>
    <message>
        <source>Click on the map where “{address}” lies; Enter pins at the cross.</source>
        <translation>在地图上点击“{address}”的位置；按回车标在十字处。</translation>
    </message>
    <message>
        <source>Drag the pin of “{address}” to move it.</source>
        <translation>拖动“{address}”的标点即可移动。</translation>
    </message>
    <message>
        <source>Place pinned.</source>
        <translation>已标点。</translation>
    </message>
    <message>
        <source>Pin taken off.</source>
        <translation>已移除标点。</translation>
    </message>
    <message numerus="yes">
        <source>%n address(es) without a pin</source>
        <translation>
            <numerusform>%n 个地址未标点</numerusform>
        </translation>
    </message>
    <message>
        <source>Addresses of requests, visits and officers appear here.</source>
        <translation>服务需求、外访与人员出发点的地址会出现在这里。</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) pinned</source>
        <translation>
            <numerusform>已导入 %n 个地点</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) refused</source>
        <translation>
            <numerusform>%n 行有误</numerusform>
        </translation>
    </message>
    <message>
        <source>row {number}: {reason}</source>
        <translation>第 {number} 行：{reason}</translation>
    </message>
    <message>
        <source>Places: address, latitude, longitude, area (*.csv *.txt)</source>
        <translation>地点：地址、纬度、经度、片区 (*.csv *.txt)</translation>
    </message>
</context>
<context>
    <name>WaysDialog</name>
    <message>
        <source>Learnt ways</source>
        <translation>实测路程</translation>
    </message>
    <message>
        <source>From</source>
        <translation>出发片区</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到达片区</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Trips</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>A pair of areas is learnt after five trips with departure and arrival.</source>
        <translation>同一对片区有五次出发与到达记录后，改用实测中位数。</translation>
    </message>
</context>
<context>
    <name>PairsDialog</name>
    <message>
        <source>Pairs of the day</source>
        <translation>当天搭档</translation>
    </message>
    <message>
        <source>Part the chosen pair</source>
        <translation>解除所选搭档</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Partner</source>
        <translation>搭档</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>Go together</source>
        <translation>固定搭档</translation>
    </message>
</context>
</TS>
