import { failuresZhHans, scannedZhHans } from './failures/zh-Hans.ts'
import { paperZhHans } from './paper/zh-Hans.ts'
import type { Texts } from './index.ts'
import { screensZhHans } from './screens/zh-Hans.ts'

export const zhHans: Texts = {
  ...screensZhHans,
  failures: failuresZhHans,
  scanned: scannedZhHans,
  paper: paperZhHans,
  host: {
    open: '收银机位于 {address}',
    worksOnce: '此网址只能使用一次。在此按 Enter 键可获取新网址。',
    windowOpened: '收银机已在独立窗口中打开。在此按 Enter 键可获取网址。',
    windowNotOpened: '无法启动浏览器。请自行打开此网址：',
    cannotStart: '收银机无法启动。',
    portNotFree:
      '此电脑的端口 {port} 无法使用（{reason}）。请关闭占用它的程序，或用 --port 指定另一个。',
    notBuilt: '界面尚未构建（{reason}）。请运行：npm run build',
    argumentUnknown: '无法识别：{argument}',
    arguments: '可用参数：--profile 文件夹、--port 号码、--no-open、--browser',
    nodeTooOld:
      '当前的 Node 版本是 {found}。Harbour Till 需要 Node {needed} 或更高版本：请从 nodejs.org 安装，然后重新启动。',
    usesElectron: '收银机以桌面程序打开（Electron {version}）。',
    usesBrowser: '收银机在浏览器打开：{why}。',
    whyAsked: '按照要求',
    whyNoDisplay: '桌面程序需要显示器，而这里没有',
    whySkipped: '已设置 ELECTRON_SKIP_BINARY_DOWNLOAD，而这里没有 Electron',
    whyNotFetched: '无法获取 Electron（{reason}）',
    whyNotFetchedBefore:
      '{date} {time} 无法获取 Electron（{reason}）；一天后会再试，或立即运行：npx install-electron',
    whyDoesNotRun: 'Electron 无法在此电脑运行（{reason}）',
    fetchingElectron: '正在获取 Electron {version}。按 Ctrl+C 可停止。',
    fetchedElectron: '正在获取 Electron：{megabytes} MB',
    noAnswer: '{seconds} 秒内没有响应',
    takesTooLong: '{minutes} 分钟后仍未完成',
    appArguments: '可用参数：--profile 文件夹、--smoke（须连同 --profile）、verify 路径',
    appNotBuilt: '收银机无法显示：缺少界面文件（{reason}）。请重新安装。',
    appCrashed: '已保存的数据安全，但收银机出错而须结束。请重新启动。参考编号：{reference}',
    screenKeepsFailing:
      '已保存的数据安全，但收银机的画面一再失效，因此结束。请重新启动；如再发生，请联系技术支持。',
    noSecretStore: '此电脑没有密钥库：收银机的密钥存放在只有此用户可读的文件内。',
    closed: '收银机已关闭，数据没有丢失。',
    usedAddress: '此网址无法打开收银机',
    freshAddress: '每个网址只能使用一次。请在启动收银机的窗口按 Enter 键，然后打开显示的新网址。',
  },
  cli: {
    usage:
      '用法：till verify 路径 [--out 文件]\n  路径：数据库文件，或配置文件夹\n  文件：把结果写入何处',
    verified: '日志完整：共 {rows} 行，末行哈希 {head}',
    brokenRow: '日志在第 {epoch}/{seq} 行损坏（{why}）；之前的 {rows} 行完整。',
    brokenFile: '日志完整：共 {rows} 行，末行哈希 {head}。但文件其他部分已损坏：{why}',
    notWritten: '无法把结果写入 {path}：{reason}',
    notReadable: '无法把 {path} 当作收银机数据库读取：{reason}',
  },
}
