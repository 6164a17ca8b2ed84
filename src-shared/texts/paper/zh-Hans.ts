/** 离开店铺的纸张上的字句。 */
export const paperZhHans = {
  receipt: '收据',
  number: '编号',
  date: '日期',
  counter: '收银机',
  reference: '单号',
  total: '总额',
  rounding: '舍入',
  tendered: '实收现金',
  change: '找零',
  ourReference: '本店参考编号',
  bankReference: '银行参考编号',
  training: '培训 - 并非收据',
  reprint: '重打 {copy}',
} as const
