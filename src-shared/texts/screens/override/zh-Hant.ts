import type { Screens } from '../../index.ts'

export const overrideZhHant: Screens['override'] = {
  title: '需要批准',
  asks: '申請人：{name}',
  who: '批准人',
  whoFirst: '請選擇批准人',
  nobody: '尚未執行：此收銀機沒有可以批准這項操作的員工。請經理加入員工。',
  reason: '原因',
  reasonOther: '其他原因',
  reasonFirst: '尚未執行：請選擇或輸入原因。',
  wrongPin: '尚未執行：PIN 不正確，請再試。',
  lockedOut: '尚未執行：PIN 錯誤次數過多。{name} 於 {until} 後才可再批准；其他人現在可以批准。',
  leave: '取消',
  consent: '批准',
  keys: '1-9 批准人 · F1-F5 原因 · 數字鍵輸入 PIN · Enter 批准 · Esc 返回',
  to: {
    reprint: '重印收據',
    refund: '退款',
    refundLarge: '大額退款',
    moveCash: '提存現金',
    confirmByHand: '人手決定',
    releaseOffline: '款項未到先交貨',
  },
  reasons: {
    reprint: {
      askedFor: '顧客索取副本',
      unreadable: '首次列印不清',
      filing: '店舖存檔',
      exchange: '退換貨需要',
    },
    refund: {
      returned: '顧客退貨',
      wrongAmount: '收錯金額',
      twice: '重複付款',
      cancelled: '訂單取消',
    },
    refundLarge: {
      returned: '顧客退貨',
      wrongAmount: '收錯金額',
      twice: '重複付款',
      cancelled: '訂單取消',
    },
    moveCash: {
      change: '補充找贖',
      safe: '營業款存入夾萬',
      expense: '店舖支出',
      check: '檢查錢櫃',
    },
    confirmByHand: {
      told: '支付機構來電或電話確認',
      office: '已在支付機構後台查看',
      slip: '已看終端機或其單據',
      waits: '顧客未能等候',
    },
    releaseOffline: {
      known: '相熟顧客',
      waits: '顧客未能等候',
      line: '與支付機構的線路中斷',
      small: '金額不大',
    },
  },
}
