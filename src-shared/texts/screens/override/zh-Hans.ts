import type { Screens } from '../../index.ts'

export const overrideZhHans: Screens['override'] = {
  title: '需要批准',
  asks: '申请人：{name}',
  who: '批准人',
  whoFirst: '请选择批准人',
  nobody: '尚未执行：此收银机没有可以批准这项操作的员工。请经理添加员工。',
  reason: '原因',
  reasonOther: '其他原因',
  reasonFirst: '尚未执行：请选择或输入原因。',
  wrongPin: '尚未执行：PIN 码不正确，请重试。',
  lockedOut: '尚未执行：PIN 码错误次数过多。{name} 在 {until} 之后才能再批准；其他人现在可以批准。',
  leave: '取消',
  consent: '批准',
  keys: '1-9 批准人 · F1-F5 原因 · 数字键输入 PIN 码 · Enter 批准 · Esc 返回',
  to: {
    reprint: '重打收据',
    refund: '退款',
    refundLarge: '大额退款',
    moveCash: '存取现金',
    confirmByHand: '人工决定',
    releaseOffline: '款项未到先交货',
  },
  reasons: {
    reprint: {
      askedFor: '顾客索要副本',
      unreadable: '首次打印不清',
      filing: '店铺存档',
      exchange: '退换货需要',
    },
    refund: {
      returned: '顾客退货',
      wrongAmount: '收错金额',
      twice: '重复付款',
      cancelled: '订单取消',
    },
    refundLarge: {
      returned: '顾客退货',
      wrongAmount: '收错金额',
      twice: '重复付款',
      cancelled: '订单取消',
    },
    moveCash: {
      change: '补充零钱',
      safe: '营业款存入保险柜',
      expense: '店铺支出',
      check: '检查钱箱',
    },
    confirmByHand: {
      told: '支付机构电话确认',
      office: '已在支付机构后台查看',
      slip: '已看终端机或其单据',
      waits: '顾客不能等',
    },
    releaseOffline: {
      known: '熟悉的顾客',
      waits: '顾客不能等',
      line: '与支付机构的线路中断',
      small: '金额不大',
    },
  },
}
