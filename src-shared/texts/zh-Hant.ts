import { failuresZhHant } from './failures/zh-Hant.ts'
import type { Texts } from './index.ts'
import { screensZhHant } from './screens/zh-Hant.ts'

export const zhHant: Texts = {
  ...screensZhHant,
  failures: failuresZhHant,
  host: {
    open: '收銀機位於 {address}',
    worksOnce: '此網址只可使用一次。在此按 Enter 鍵可取得新網址。',
    windowOpened: '收銀機已在獨立視窗開啟。在此按 Enter 鍵可取得網址。',
    windowNotOpened: '未能啟動瀏覽器。請自行開啟此網址：',
    cannotStart: '收銀機無法啟動。',
    portNotFree:
      '此電腦的連接埠 {port} 無法使用（{reason}）。請關閉佔用它的程式，或以 --port 指定另一個。',
    notBuilt: '畫面尚未建置（{reason}）。請執行：npm run build',
    argumentUnknown: '無法識別：{argument}',
    arguments: '可用參數：--profile 資料夾、--port 號碼、--no-open、--browser',
    nodeTooOld:
      '目前的 Node 版本是 {found}。Harbour Till 需要 Node {needed} 或以上：請從 nodejs.org 安裝，然後重新啟動。',
    closed: '收銀機已關閉，資料沒有遺失。',
    usedAddress: '此網址未能開啟收銀機',
    freshAddress: '每個網址只可使用一次。請在啟動收銀機的視窗按 Enter 鍵，然後開啟所顯示的新網址。',
  },
  cli: {
    usage: '用法：till verify 路徑\n  路徑：資料庫檔案，或設定檔資料夾',
    verified: '日誌完整：共 {rows} 行，末行雜湊 {head}',
    brokenRow: '日誌在第 {epoch}/{seq} 行損壞（{why}）；之前的 {rows} 行完整。',
    brokenFile: '日誌完整：共 {rows} 行，末行雜湊 {head}。但檔案其他部分已損壞：{why}',
    notReadable: '無法把 {path} 當作收銀機資料庫讀取：{reason}',
  },
}
