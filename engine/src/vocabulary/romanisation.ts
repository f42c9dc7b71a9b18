/**
 * Latin spellings for the scripts that faker's own character maps leave out, good enough for the local part of an email
 * address: one spelling a character, no context. `spelling:characters`, blank-separated.
 */

/** Hanyu Pinyin without tones, for the characters of Chinese names; surnames where a reading is rarer. */
export const PINYIN =
  'an:安 bai:白柏 bao:包 bi:毕 biao:彪 bin:彬斌 bo:波博 cai:蔡 cang:苍蒼 cao:曹 ceng:曾 chai:柴 chang:常长 chao:超 ' +
  'chen:辰陈宸陳晨 cheng:成呈诚城晟程誠 chi:驰迟馳 chu:褚 cong:聪聰 cui:崔 dai:戴 dan:丹 deng:邓鄧 di:翟 ding:丁 ' +
  'dong:东董栋東 du:杜 duan:段 fan:樊范範 fang:方芳 fei:飞飛 fen:芬 feng:风風锋冯馮凤 fu:甫付傅馥 gang:刚 gao:高 ge:葛 ' +
  'geng:耿 gong:龚龔 gu:顾顧 guan:关官 gui:癸桂 guo:郭国果 hai:海 han:涵韩韓瀚 hang:航 hao:豪郝昊浩皓 he:何贺賀鹤鶴 ' +
  'hong:弘红洪鸿鴻 hou:侯 hu:狐胡 hua:华華 huang:皇黄黃 hui:辉輝慧 ji:纪季 jia:佳珈家嘉贾賈 jian:简建健 jiang:江姜蒋蔣 ' +
  'jiao:娇焦 jie:杰洁傑潔 jin:金锦瑾錦晉晋 jing:敬靖静 ju:驹駒 juan:娟 jun:军君俊峻 kai:开凯楷凱 kang:康 kong:孔 ' +
  'lai:赖賴 lan:兰蓝 le:乐樂 lei:雷磊 li:黎李立丽 liang:良梁 liao:廖 lin:林霖 ling:玲令 liu:刘劉柳 long:龙龍 ' +
  'lu:卢芦盧鲁陆陸鹭鷺 lv:吕呂 luo:罗羅骆 ma:马馬 mai:麦 mao:毛 mei:梅美 meng:蒙孟 miao:淼 min:民敏 ming:明茗 mo:沫莫默 ' +
  'mu:沐慕 na:娜 ni:倪 nie:聂 niu:牛 nuo:诺 ou:欧 pan:潘 pang:庞 peng:彭鹏鵬 ping:平萍 qi:祁齐琪祺齊 qian:骞騫钱錢倩 ' +
  'qiang:强強 qiao:乔 qin:秦琴 qing:擎 qiu:邱 quan:全 ran:然 ren:任 rong:荣容榕榮融 rui:瑞睿 ruo:若 shang:上尚 ' +
  'shao:邵绍紹 shen:申沈 shi:诗施石史 shuai:帅 si:司思 song:松宋 su:苏蘇 sun:孙孫 qin:覃 tan:谭譚 tang:汤唐堂 ' +
  'tao:涛韬濤陶 tian:天田 ting:婷 tong:彤桐 tu:徒涂屠 wan:万萬 wang:汪王 wei:韦韋伟偉尉魏 wen:温文雯 wu:吳吴伍武 ' +
  'xi:汐熙 xia:霞夏 xiang:香祥向 xiao:萧潇蕭瀟晓曉肖笑啸嘯 xie:谢謝 xin:昕欣新馨鑫 xing:邢 xiong:雄熊 xiu:修秀 ' +
  'xu:徐许許旭 xuan:轩軒萱煊炫 xue:薛雪 ya:雅 yan:闫严妍炎阎颜閻嚴艳焱燕 yang:阳杨洋楊 yao:尧姚堯瑶耀 ye:叶烨葉燁 ' +
  'yi:一依怡乙苡义艺易奕翊熠懿 yin:殷尹胤 ying:英颖 yong:勇 yu:于余於俞愚瑜餘宇羽雨语語玉钰煜鈺 yuan:渊淵袁源远遠苑 ' +
  'yue:岳玥悦越 ze:泽澤 zhan:展 zhang:张張章 zhao:赵趙 zhe:哲 zhen:珍振 zheng:正郑政鄭 zhi:志治致智 ' +
  'zhong:中钟鐘 zhou:周週 zhu:朱诸祝 zhuang:庄 zi:子梓紫 zou:邹鄒';

/** Hepburn without long vowels, for the characters of Japanese names: the reading most common in names. */
export const JAPANESE =
  'nana:七 kazu:一和 kami:上 shita:下 naka:中仲 maru:丸 tan:丹 no:乃之野 hisa:久 ya:也屋矢哉 kame:亀 ni:二丹 go:五後 ' +
  'i:井伊以 a:亜阿 kyo:京 ryo:亮涼良 hito:人 ima:今 suke:介輔佑 yo:代世与 haku:伯 sa:佐左沙 ka:佳加可夏香 yori:依頼 yasu:保康安泰 ' +
  'nobu:信伸 osamu:修 kura:倉 take:健竹武岳 yu:優由裕悠祐勇 moto:元本基 mitsu:光満 ko:児古子小公 iri:入 hachi:八 nori:典則紀法 ' +
  'uchi:内 tomi:冨富 rin:凛凜林 de:出 toshi:利敏俊 mae:前 tsuyoshi:剛毅 ko:功 tsutomu:勉 katsu:勝克 isao:勲 kita:北 ' +
  'takumi:匠 to:十都土戸斗登藤 sen:千 minami:南 hiro:博広弘裕浩洋 hara:原 oyo:及 tomo:友智知朋 kuchi:口 tsukasa:司 ai:合愛相藍 ' +
  'yoshi:吉義芳喜好慶 muko:向 kimi:君 saki:咲崎早 tetsu:哲 kei:啓恵圭 ka:嘉歌 sono:園 chi:地池 saka:坂酒 kaki:垣 shiro:城白 ' +
  'hori:堀 tsutsumi:堤 ba:場馬 tsuka:塚 masu:増益 ta:多田太 yume:夢 o:大尾緒雄 ama:天 o:夫男 hisa:央 na:奈菜名 oku:奥奧 ' +
  'taka:孝高貴隆崇 gaku:学 ke:宅家 u:宇 mi:美実見三未水深海御 miya:宮 tera:寺 hiro:尋 yama:山 oka:岡 iwa:岩 kishi:岸 ' +
  'shima:島嶋 arashi:嵐 kawa:川河 ku:工久 ichi:市 ki:希木来貴生喜樹紀 hira:平 yuki:幸雪 sho:翔庄昇将祥正 hiko:彦 aya:彩綾文 ' +
  'ritsu:律 nori:徳 toru:徹 kokoro:心 shi:志 megumi:恵 etsu:悦 nari:成 te:手 taku:拓 tsumi:摘 sai:斉斎齋齊 a:斐 ' +
  'arata:新 kata:方片 hi:日陽比飛 haya:早速隼 aki:明昭秋章晶 hoshi:星 haru:春晴遥陽 tsuki:月 hatto:服 bo:望 asa:朝浅麻 ' +
  'sugi:杉 an:杏 mura:村 higashi:東 matsu:松 kashiwa:柏 yanagi:柳 shiba:柴 ei:栄瑛永英 kuri:栗 ne:根音 momo:桃百 kiri:桐 kuwa:桑 ' +
  'sakura:桜 ume:梅 kaji:梶 mori:森守 ue:植 kaede:楓 sakaki:榊 eno:榎 tsuki:槻 hi:樋 yoko:横 ki:樹 hashi:橋 masa:正雅昌政真 ' +
  'ayu:歩 naga:永長 e:江絵恵 nuno:布 sawa:沢澤 ji:治次 numa:沼 izumi:泉 tsu:津 hama:浜 ura:浦 kai:海 kiyo:清 jun:淳純順準潤 ' +
  'shibu:渋 wata:渡 minato:湊港 yu:湯 mizo:溝 taki:滝瀧 se:瀬 teru:照輝 kuma:熊 maki:牧 tama:玉 rei:玲怜礼 ri:理莉里梨 ' +
  'koto:琴 hitomi:瞳 kai:甲 machi:町 hata:畑端畠 nao:直尚 ishi:石 kami:神 fuku:福 hide:秀 minoru:稔 ina:稲 ho:穂 sora:空 kubo:窪 ' +
  'tachi:立 ryu:竜龍 kasa:笠 tsutsu:筒 setsu:節 shino:篠 yone:米 no:納 tsumugi:紬 hoso:細 yui:結唯 ori:織 ha:羽葉波 tsubasa:翼 ' +
  'satoshi:聡 usu:臼 mai:舞 hana:花華 mei:芽 waka:若 shigeru:茂 akane:茜 ara:荒 ogi:荻 suga:菅 kiku:菊 moe:萌 hagi:萩 ' +
  'ochi:落 aoi:葵蒼碧 ren:蓮 i:衣 nishi:西 kado:角門 makoto:誠 tani:谷 toyo:豊 sada:貞 ga:賀雅 koshi:越 ashi:足 kagayaki:輝 ' +
  'wa:輪 tatsu:辰達龍 be:辺部邊 tsuji:辻 kon:近 susumu:進 en:遠 ro:郎 shige:重繁 kin:金 suzu:鈴 kama:鎌 ma:間真万 seki:関 riku:陸 ' +
  'ao:青 shizu:静 su:須 hayate:颯 ii:飯 shun:駿瞬 tsuru:鶴 kuro:黒 yo:陽 tai:泰 do:堂 zaki:嵜 kyu:九 fumi:史 buka:深';

/** Hepburn of hiragana; katakana is read through it. `|` stands for the next sound's doubled consonant. */
export const KANA =
  'a:あぁ i:いぃ u:うぅ e:えぇ o:おぉを ka:か ki:き ku:く ke:け ko:こ sa:さ shi:し su:す se:せ so:そ ta:た chi:ち tsu:つ te:て to:と ' +
  'na:な ni:に nu:ぬ ne:ね no:の ha:は hi:ひ fu:ふ he:へ ho:ほ ma:ま mi:み mu:む me:め mo:も ya:やゃ yu:ゆゅ yo:よょ ra:ら ri:り ' +
  'ru:る re:れ ro:ろ wa:わ n:ん ga:が gi:ぎ gu:ぐ ge:げ go:ご za:ざ ji:じぢ zu:ずづ ze:ぜ zo:ぞ da:だ de:で do:ど ba:ば bi:び bu:ぶ ' +
  'be:べ bo:ぼ pa:ぱ pi:ぴ pu:ぷ pe:ぺ po:ぽ';

/** Thaana, Georgian, Devanagari, Thai, and letters of Latin, Cyrillic, Arabic and Armenian scripts. */
export const LETTERS =
  'a:აއަාਅअาัะАء h:ހह n:ނნनณนฺ r:ރრरРรڑ b:ބბबบب lh:ޅ k:ކკქकกข v:ވვव a:އ m:މმमมم f:ފფฟฝ dh:ދधธ ' +
  'th:ތथทฐฑฒถ l:ލლलลฬڵ g:ގგग gn:ޏ s:ސსसซศษส d:ޑდदดฎ z:ޒზज़ t:ޓტთटतตฏ y:ޔयย p:ޕპपปพผภ j:ޖჯजจ ch:ޗჩჭचฉช ' +
  'tt:ޘ hh:ޙ kh:ޚხखฃคฅฆ dz:ޛძ z:ޜ sh:ޝშश s:ޞ d:ޟ t:ޠ z:ޡ a:ޢ gh:ޣღघ q:ޤყ w:ޥวฺ aa:ާ i:ިიइिิี ee:ީईी u:ުუउुุู oo:ޫऊू ' +
  'e:ެეएेเแ ey:ޭ o:ޮოओोโอ oa:ޯ ai:ऐैไใ au:औौ zh:ჟ ts:ცწ chh:छ jh:झ th:ठ dh:ढ ph:फ bh:भ ny:ञ ng:ङง sh:ष ri:ऋृ aa:आा n:ंँ ' +
  'am:ำ ue:ึื ru:ฤ h:หฮ y:ญ ss:ßẞ ae:æÆ o:øØɔƆ oe:œŒ d:đĐðÐ th:þÞ l:łŁ i:ıİ e:əƏ ng:ŋ dz:Ѕѕ j:Јј lj:Љљ nj:Њњ dzh:Џџ ' +
  'i:Іі ye:Єє yi:Її g:Ґґ u:ւ e:ێە o:ۆ r:ڕ v:ڤ h:ۂہ gh:غ';

const HANGUL_INITIALS = [
  'g',
  'kk',
  'n',
  'd',
  'tt',
  'r',
  'm',
  'b',
  'pp',
  's',
  'ss',
  '',
  'j',
  'jj',
  'ch',
  'k',
  't',
  'p',
  'h',
];
const HANGUL_VOWELS = 'a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i'.split(' ');
const HANGUL_FINALS = ' k k k n n n t l k m l l l p l m p p t t ng t t k t p t'.split(' ');

/** Revised Romanisation of one Hangul syllable, without the assimilation between syllables; `undefined` for others. */
export function hangul(character: string): string | undefined {
  const syllable = (character.codePointAt(0) ?? 0) - 0xac00;
  if (syllable < 0 || syllable > 11171) return undefined;
  const final = syllable % 28;
  const vowel = Math.floor(syllable / 28) % 21;
  return HANGUL_INITIALS[Math.floor(syllable / 588)] + HANGUL_VOWELS[vowel] + HANGUL_FINALS[final];
}

/** Reads a table of `spelling:characters`; the first spelling of a character holds. */
export function spellings(table: string): Map<string, string> {
  const map = new Map<string, string>();
  for (const group of table.split(' ')) {
    const [spelling, letters] = group.split(':');
    for (const letter of letters) if (!map.has(letter)) map.set(letter, spelling);
  }
  return map;
}
