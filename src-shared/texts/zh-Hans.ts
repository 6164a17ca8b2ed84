import { failuresZhHans } from './failures/zh-Hans.ts'
import type { Texts } from './index.ts'
import { screensZhHans } from './screens/zh-Hans.ts'

export const zhHans: Texts = {
  ...screensZhHans,
  failures: failuresZhHans,
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
    closed: '收银机已关闭，数据没有丢失。',
    usedAddress: '此网址无法打开收银机',
    freshAddress: '每个网址只能使用一次。请在启动收银机的窗口按 Enter 键，然后打开显示的新网址。',
  },
  cli: {
    usage: '用法：till verify 路径\n  路径：数据库文件，或配置文件夹',
    verified: '日志完整：共 {rows} 行，末行哈希 {head}',
    brokenRow: '日志在第 {epoch}/{seq} 行损坏（{why}）；之前的 {rows} 行完整。',
    brokenFile: '日志完整：共 {rows} 行，末行哈希 {head}。但文件其他部分已损坏：{why}',
    notReadable: '无法把 {path} 当作收银机数据库读取：{reason}',
  },
}
