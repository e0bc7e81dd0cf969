<?xml version="1.0"?>
<CHANNEL HREF="http://kanaal.example/"><TITLE>Kanaal</TITLE><ITEM HREF="http://kanaal.example/1" LASTMOD="2003-05-06T07:08"><TITLE>Eerste bericht</TITLE><ABSTRACT>Korte inhoud</ABSTRACT></ITEM></CHANNEL>
