import type { Screens } from '../../../index.ts'

export const trainingOctopusZhHant: Screens['training']['octopus'] = {
  title: '八達通讀寫器',
  next: '下一張八達通',
  nextIs: '下一張八達通：{deed}',
  deeds: {
    tap: { title: '照常拍卡', short: '照常拍卡', means: '片刻後扣款，顯示綠色。' },
    wait: {
      title: '指示後才拍卡',
      short: '指示後才拍卡',
      means: '在此把卡放上讀寫器之前，不會有任何動作。',
    },
    tooEarly: {
      title: '太早移開，未扣款',
      short: '太早移開，未扣款',
      means: '顯示「交易未完成」，尚未扣款：用同一張八達通再拍，便轉為綠色。',
    },
    tooEarlyCharged: {
      title: '太早移開，已扣款',
      short: '太早移開，已扣款',
      means: '顯示「交易未完成」，其實已扣款：用同一張八達通再拍，不會重複扣款。',
    },
    otherThenSame: {
      title: '先拍另一張卡',
      short: '先拍另一張卡',
      means: '「交易未完成」之後先拍另一張卡，該卡不會扣款：請用畫面所示號碼的八達通再拍。',
    },
    walksAway: {
      title: '移開後離去',
      short: '移開後離去',
      means: '未能確認是否已付款，請勿再次收款；主管可容許此單不等它而繼續。',
    },
    notEnough: {
      title: '餘額不足',
      short: '餘額不足',
      means: '並無扣款。可分拆付款，或改用其他方式。',
    },
    blocked: {
      title: '已停用',
      short: '已停用',
      means: '並無扣款。請用另一張八達通，或改用其他方式。',
    },
    hidesValue: {
      title: '不顯示餘額',
      short: '不顯示餘額',
      means: '轉為綠色；餘額不會顯示，亦不會列印。',
    },
    readError: {
      title: '起初未能讀取',
      short: '起初未能讀取',
      means: '並無扣款：請顧客再拍，便轉為綠色。',
    },
    loseReply: {
      title: '已扣款，但回覆遺失',
      short: '已扣款，但回覆遺失',
      means: '其實已扣款，系統會向讀寫器查詢結果。請等候，暫勿再次收款。',
    },
    silent: {
      title: '讀寫器沒有回應',
      short: '讀寫器沒有回應',
      means: '稍後會顯示說明。請等候並按畫面指示處理，暫勿再次收款。',
    },
    restart: {
      title: '讀寫器中途斷電',
      short: '讀寫器中途斷電',
      means: '系統會重新啟動讀寫器並查詢結果。暫勿再次收款。',
    },
    logFull: {
      title: '讀寫器紀錄已滿',
      short: '讀寫器紀錄已滿',
      means: '讀寫器先寫入交換檔案，同一筆付款隨後繼續。請等候。',
    },
    listsMissing: {
      title: '讀寫器欠缺名單',
      short: '讀寫器欠缺名單',
      means: '並無扣款。請主管在「收款裝置」畫面載入名單。',
    },
  },
  card: '讀寫器上',
  none: '沒有卡',
  cards: { usual: '平常的卡', other: '另一張' },
  cable: '連接線',
  pluggedIn: '已接駁',
  pulled: '已拔出',
  isPulled: '八達通連接線已拔出',
}
