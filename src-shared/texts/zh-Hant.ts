import { failuresZhHant, scannedZhHant } from './failures/zh-Hant.ts'
import { paperZhHant } from './paper/zh-Hant.ts'
import type { Texts } from './index.ts'
import { screensZhHant } from './screens/zh-Hant.ts'

export const zhHant: Texts = {
  ...screensZhHant,
  failures: failuresZhHant,
  scanned: scannedZhHant,
  paper: paperZhHant,
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
    usesElectron: '收銀機以桌面程式開啟（Electron {version}）。',
    usesBrowser: '收銀機在瀏覽器開啟：{why}。',
    whyAsked: '依照要求',
    whyNoDisplay: '桌面程式需要顯示器，而這裏沒有',
    whySkipped: '已設定 ELECTRON_SKIP_BINARY_DOWNLOAD，而這裏沒有 Electron',
    whyNotFetched: '無法取得 Electron（{reason}）',
    whyNotFetchedBefore:
      '{date} {time} 無法取得 Electron（{reason}）；一天後會再試，或立即執行：npx install-electron',
    whyDoesNotRun: 'Electron 無法在此電腦執行（{reason}）',
    fetchingElectron: '正在取得 Electron {version}。按 Ctrl+C 可停止。',
    fetchedElectron: '正在取得 Electron：{megabytes} MB',
    noAnswer: '{seconds} 秒內沒有回應',
    takesTooLong: '{minutes} 分鐘後仍未完成',
    appArguments: '可用參數：--profile 資料夾、--smoke（須連同 --profile）、verify 路徑',
    appNotBuilt: '收銀機無法顯示：缺少畫面檔案（{reason}）。請重新安裝。',
    appCrashed: '已儲存的資料安全，但收銀機出錯而須結束。請重新啟動。參考編號：{reference}',
    screenKeepsFailing:
      '已儲存的資料安全，但收銀機的畫面一再失效，因此結束。請重新啟動；如再發生，請聯絡技術支援。',
    noSecretStore: '此電腦沒有密鑰庫：收銀機的密鑰存放在只有此使用者可讀的檔案內。',
    closed: '收銀機已關閉，資料沒有遺失。',
    usedAddress: '此網址未能開啟收銀機',
    freshAddress: '每個網址只可使用一次。請在啟動收銀機的視窗按 Enter 鍵，然後開啟所顯示的新網址。',
  },
  cli: {
    usage:
      '用法：till verify 路徑 [--out 檔案]\n  路徑：資料庫檔案，或設定檔資料夾\n  檔案：把結果寫入何處',
    verified: '日誌完整：共 {rows} 行，末行雜湊 {head}',
    brokenRow: '日誌在第 {epoch}/{seq} 行損壞（{why}）；之前的 {rows} 行完整。',
    brokenFile: '日誌完整：共 {rows} 行，末行雜湊 {head}。但檔案其他部分已損壞：{why}',
    notWritten: '未能把結果寫入 {path}：{reason}',
    notReadable: '無法把 {path} 當作收銀機資料庫讀取：{reason}',
  },
}
