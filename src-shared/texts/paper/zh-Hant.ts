/** 離開店舖的紙張上的字句。 */
export const paperZhHant = {
  receipt: '收據',
  number: '編號',
  date: '日期',
  counter: '收銀機',
  reference: '單號',
  total: '總額',
  rounding: '湊整',
  tendered: '實收現金',
  change: '找贖',
  ourReference: '本店參考編號',
  bankReference: '銀行參考編號',
  training: '培訓 - 並非收據',
  reprint: '重印 {copy}',
} as const
