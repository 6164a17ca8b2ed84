import type { FailureCode } from '../../result.ts'
import type { Texts } from '../index.ts'

export const failuresZhHans = {
  malformedCall: '未收款：系统无法理解这项请求。请重新加载页面；如再次出现，请告知主管。',
  unknownCall: '未收款：此页面与收银系统的版本不一致。请重新加载页面。',
  wrongWindow: '未收款：此窗口不能进行这项操作。请使用收银窗口。',
  signInNeeded: '未收款：此处尚未登录。请先登录，然后重试。',
  notPermitted: '未收款：您的职级无权进行这项操作。请找主管协助。',
  overrideNeeded: '尚未执行：这项操作须由主管或经理在此输入密码批准。',
  overrideNotAllowed: '尚未执行：此人不能为您批准这项操作，请选择另一人。',
  tooManyCalls: '未收款：操作过于频繁。请稍等几秒再试。',
  bug: '已保存的记录是安全的，但系统出现了错误。请先查看此单，不要急于重复操作，并将编号 {reference} 告知主管。',
  notConnected: '没有新的收款，已保存的记录是安全的：收银系统暂无响应。请等待恢复。',
  wrongPin: 'PIN 码不正确，请重试。',
  lockedOut: 'PIN 码输错次数过多。该员工可于 {until} 再次登录，其他员工现在可以登录。',
  staffUnknown: '此收银机的员工名单中没有该员工。请选择其他姓名。',
  amountMissing: '未收款：尚未输入金额。请先输入金额。',
  amountNotANumber: '未收款：这不是金额。请只输入数字，例如 128.50。',
  amountZero: '未收款：金额为零。请输入大于零的金额。',
  amountNegative: '未收款：金额不能为负数。请不要输入负号。',
  amountTooManyDecimals: '未收款：金额最多两位小数。请重新输入。',
  amountAboveCeiling: '未收款：此收银机每次最多收 {ceiling}。请核对金额。',
  noShift: '未收款：尚未开班。请先开班。',
  shiftAlreadyOpen: '没有任何更改：此收银机已经开班，请继续使用。',
  saleUnknown: '未收款：此收银机没有这张单。请开新单。',
  saleNotOpen: '未收款：此单已完成或已取消。请开新单。',
  anotherSaleOpen: '未收款：屏幕上另有一张单。请先完成或挂起该单。',
  saleHasMoney: '款项保留在此单：已有收款，因此不能取消。请收取余额，或挂起此单并找主管协助。',
  paymentInFlight: '没有再次收款：此单有一笔付款仍可能到账。请等待结果，或先取消该笔付款。',
  paymentUnknown: '没有任何更改：此收银机没有这笔付款。请在交易记录中查找。',
  tooManyWaiting: '此单仍在画面上：已暂存 {limit} 张单，已达上限。请先取回并完成其中一张。',
  tooManyPayments: '未收款。此单已有 {limit} 次付款，已达上限。请暂存此单并通知主管。',
  amountAboveRest: '未收款：仅剩 {rest} 未付。只有现金可以多收并找零。',
  notInTenCents: '未收款：用现金或八达通支付部分款项时，金额须为一角的整数倍。请更正金额。',
  belowSmallestCoin: '未收款：金额小于最小的硬币（一角）。请改用其他方式。',
  methodNotSetUp: '未收款：此收银机尚未设置{method}。请改用其他方式，并请经理安排设置。',
  cannotCancelNow: '付款仍在进行，现在不能取消。请等待结果。',
  notPossibleNow: '没有任何更改：这笔付款目前不能进行这项操作。请查看其状态再选择。',
  methodNeedsLine: '未收款：{method}需要线路，而目前线路中断。请改用其他方式，或等线路恢复后重试。',
  amountAboveMethodCeiling:
    '未收款：{method}每次最多收 {ceiling}。请减少用此方式收取的金额，或改用其他方式。',
  scanNotAccepted:
    '未收款：扫到的是{looksLike}。此收银机接受微信支付、AlipayHK、支付宝和银联的付款码。请顾客在 App 出示付款码。',
  scanUsed: '没有再次收款：此付款码已用过。请顾客刷新付款码，然后再扫。',
  scanTooOld: '未收款：此付款码已过时。请顾客刷新付款码，然后再扫。',
  scanMissing: '未收款：还没有扫付款码，或扫码后相隔太久。请扫描顾客的付款码。',
  scanOff: '未收款：此收银机已停用这类付款码。请顾客出示其他付款码，或改用其他方式。',
  scanNotSealed:
    '未收款：此付款码含有卡信息，无法加密，因此没有发出。请顾客刷新付款码；如再次出现，请改用其他方式。',
  discrepancyUnknown: '没有任何更改：此收银机没有这笔款项，或已有决定。请查看交易记录。',
  refundTooMuch: '未退款：最多只能再退 {left}。请更正金额。',
  refundNotPossible: '未退款：这笔付款不能在此退款。请勿用现金退回，并请经理处理。',
  refundNotInTenCents: '未退款：现金退款须为 10 仙的倍数。请更正金额。',
  refundUnderWay: '没有再次退款：这笔款项的退款仍在进行。请先等待结果。',
  refundNeedsLine:
    '未退款：这项退款须经支付机构办理，而目前线路中断。请等线路恢复后重试，切勿用现金退回。',
  releaseAboveCeiling:
    '未放行商品：款项未经确认时，每次最多可放行 {ceiling} 的商品。请等待确认，或取消后改用其他方式。',
  releaseTotalReached:
    '未放行商品：未经确认的款项合计最多可放行 {ceiling} 的商品，加上这笔会超出。请等待确认，或改用其他方式。',
  channelSlow:
    '收款照常：{channel} 响应缓慢，新付款会改走其他通道（如有）。等待结果时请勿重复收款。',
  clockOff:
    '收款照常。此电脑的时钟与支付平台相差 {minutes} 分钟，小票和报表上的时间因此不准。请校正电脑时钟。',
  channelNotice: '{channel} 通知：{notice}',
  channelDown:
    '结果不会丢失：{channel} 未能正常响应，新付款会改走其他通道（如有）。等待结果时请勿重复收款。',
  uploadForked:
    '收款照常，所有记录已存于本机。支付平台持有此收银机的另一份日志，因此不再接收这一份。请联系技术支持：须重新登记此收银机。',
  uploadRefused:
    '收款照常，所有记录已存于本机。支付平台目前不接收此收银机的记录（{reason}）。系统每分钟重试；如持续如此，请联系技术支持。',
  rowsNotUnderstood:
    '款项不受影响：支付平台持有此收银机 {count} 项无法使用的记录。请经理查看“通道”页面所列项目。',
  notEnrolled:
    '不会经 {channel} 收款：此收银机尚未在该处登记（{reason}）。请改用其他方式，并请经理办理登记。',
  terminalHasUnknown:
    '未收款：“{terminal}”上一笔付款没有结果。请改用其他方式，或请主管在“待处理”中确认。',
  terminalBusy: '没有任何更改：“{terminal}”正在处理其他操作。请等它完成后重试。',
  terminalUnknown: '没有任何更改：此收银机没有这台终端机。请重新查看设备列表。',
  terminalPathTaken: '没有任何更改：此收银机另一台终端机已使用 {path}。请选择其他端口。',
  portNotAllowed:
    '没有打开任何端口：培训模式不会使用 {path}，只能连接自带的模拟终端机和测试用的虚拟终端。',
  terminalCannotSettle: '没有结算：“{terminal}”无法由收银机结算。请在终端机上结算。',
  terminalAway:
    '款项不会丢失：与“{terminal}”没有连接（{reason}）。请检查连接线和电源，系统会自动重试。',
  terminalSilent: '款项不会丢失：“{terminal}”已连接但没有回应。请查看是否已开机并在主屏幕。',
  octopusNone: '未收款：此收银机没有八达通读写器。请改用其他方式，并请经理安排设置。',
  octopusBusy: '未收款：“{reader}”正在处理其他操作。请等其完成后重试。',
  octopusHasUnknown:
    '未收款：“{reader}”上一笔八达通付款未能确认是否已扣款。请先在“待处理”处理；在此之前请改用其他方式。',
  octopusAway:
    '款项不会丢失：与“{reader}”没有连接（{reason}）。请检查连接线和电源，系统会自动重试。',
  octopusSilent: '款项不会丢失：“{reader}”已连接但没有回应。请查看是否已开机，系统会自动重试。',
  octopusCannot:
    '没有任何更改：“{reader}”不能这样做，因为所接的设备没有这项功能。请在该设备上进行，或询问负责人员。',
  octopusFileOld:
    '收款照常。“{reader}”已有 {hours} 小时没有写入交换文件，没有交换文件店铺就收不到款项。请主管在“收款设备”界面写入。',
  octopusFileDue:
    '未收款：“{reader}”须先写入交换文件才能再收款。请主管在“收款设备”界面写入；在此之前请改用其他方式。',
  octopusFileDiffers:
    '每笔付款都已存于此机，但“{reader}”最近的交换文件在笔数或总额上与收银机不符。请经理在“收款设备”界面核对；下一个文件会再次比对。',
  receiptUnknown: '没有收据可显示：全额收款后才会有收据。请查看记录。',
  settingUnknown: '款项不受影响。此版本不认识设置“{key}”（{source}），已略过。请检查拼写。',
  settingWrong: '款项不受影响。设置“{key}”（{source}）的值无法使用，已略过。请更正。',
  settingsUnreadable:
    '款项不受影响。无法读取设置（{source}），现沿用上一次的正确设置。请安排修复文件。',
  settingsNotStored: '款项不受影响，但这项选择未能保存，重新启动后会失效。请检查磁盘能否写入。',
  noSecretStore:
    '收款照常。这台电脑没有安全存放密钥的地方，收银机改用只有此电脑用户才可读取的文件。请技术人员设置密钥环。',
  notInTraining: '未付款：此功能仅限培训模式使用。',
  notWaitingForMoney: '未付款：顾客已不能再支付这笔款项。',
  trainingNotDeleted: '培训未能重新开始：旧记录无法删除。请关闭并重新启动收银机，然后再试。',
  diskFull: '未收款：磁盘已满，无法保存记录。之前保存的记录是安全的。请腾出空间后重试。',
  diskLow:
    '暂停新的收款：磁盘仅剩 {freeMiB} MiB。已保存的记录是安全的，进行中的结果仍会保存。请腾出空间。',
  storageFailed:
    '未收款：磁盘未能写入记录。之前保存的记录是安全的。请重试；如再次出现，请联系技术支持。',
  databaseReadOnly:
    '已保存的记录是安全的，但记录文件无法写入，因此不能收款。请开放该文件及文件夹的写入权限，然后重新启动。',
  databaseDamaged:
    '收银记录已损坏，现已原样保留，暂不能收款。请勿删除任何文件，并联系技术支持检查和恢复备份。',
  databaseNewer:
    '已保存的记录是安全的。记录由较新版本的 Harbour Till 写入（格式 {version}）。请安装该版本或更新的版本，然后重新启动。',
  databaseUnsafe:
    '已保存的记录是安全的，但此电脑无法确保记录可靠写入，因此不能收款。请联系技术支持。',
  anotherTill:
    '已保存的记录是安全的。此收银机已在另一个窗口或程序中运行。请使用该窗口，或关闭后再启动。',
  wrongEnvironment:
    '记录没有混淆：记录与收银机分属培训和正式环境，两者不符，暂不能收款。请联系技术支持。',
  liveNotAvailable: '未收款：此版本尚不支持真实收款。请以培训模式启动。',
  secretsSealed:
    '已保存的数据安全。收银机的密钥锁在此电脑的密钥库内，本程序无法打开：{path}。请以原来的电脑用户登录，并以桌面程序启动收银机。',
  secretsNotOpened:
    '已保存的数据安全，但此电脑未能解锁收银机的密钥：{path}（{reason}）。请以设置收银机的用户登录此电脑，解锁其密钥库，然后重新启动收银机。请勿删除任何文件。',
  profileUnreadable:
    '已保存的记录是安全的，但收银机所需的文件无法使用：{path}（{reason}）。请安排修复，然后重新启动。',
} as const satisfies Record<FailureCode, string>

export const scannedZhHans: Texts['scanned'] = {
  productBarcode: '商品条码',
  ourCode: '此收银机的码',
  link: '网址或供手机扫描的码',
  empty: '无法读取的内容',
  unknown: '此收银机不认识的码',
}
