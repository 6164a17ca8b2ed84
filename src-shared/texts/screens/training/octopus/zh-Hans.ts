import type { Screens } from '../../../index.ts'

export const trainingOctopusZhHans: Screens['training']['octopus'] = {
  title: '八达通读写器',
  next: '下一张八达通',
  nextIs: '下一张八达通：{deed}',
  deeds: {
    tap: { title: '照常拍卡', short: '照常拍卡', means: '稍后扣款，显示绿色。' },
    wait: {
      title: '指示后才拍卡',
      short: '指示后才拍卡',
      means: '在此把卡放上读写器之前，不会有任何动作。',
    },
    tooEarly: {
      title: '太早移开，未扣款',
      short: '太早移开，未扣款',
      means: '显示“交易未完成”，还没有扣款：用同一张八达通再拍，便变为绿色。',
    },
    tooEarlyCharged: {
      title: '太早移开，已扣款',
      short: '太早移开，已扣款',
      means: '显示“交易未完成”，其实已扣款：用同一张八达通再拍，不会重复扣款。',
    },
    otherThenSame: {
      title: '先拍另一张卡',
      short: '先拍另一张卡',
      means: '“交易未完成”之后先拍另一张卡，该卡不会扣款：请用屏幕所示号码的八达通再拍。',
    },
    walksAway: {
      title: '移开后离去',
      short: '移开后离去',
      means: '无法确认是否已付款，请勿再次收款；主管可允许此单不等它而继续。',
    },
    notEnough: {
      title: '余额不足',
      short: '余额不足',
      means: '没有扣款。可分拆付款，或改用其他方式。',
    },
    blocked: {
      title: '已停用',
      short: '已停用',
      means: '没有扣款。请用另一张八达通，或改用其他方式。',
    },
    hidesValue: {
      title: '不显示余额',
      short: '不显示余额',
      means: '变为绿色；余额不会显示，也不会打印。',
    },
    readError: {
      title: '起初不能读取',
      short: '起初不能读取',
      means: '没有扣款：请顾客再拍，便变为绿色。',
    },
    loseReply: {
      title: '已扣款，但答复丢失',
      short: '已扣款，但答复丢失',
      means: '其实已扣款，系统会向读写器查询结果。请等待，暂勿再次收款。',
    },
    silent: {
      title: '读写器没有回应',
      short: '读写器没有回应',
      means: '稍后会显示说明。请等待并按屏幕指示处理，暂勿再次收款。',
    },
    restart: {
      title: '读写器中途断电',
      short: '读写器中途断电',
      means: '系统会重新启动读写器并查询结果。暂勿再次收款。',
    },
    logFull: {
      title: '读写器记录已满',
      short: '读写器记录已满',
      means: '读写器先写入交换文件，同一笔付款随后继续。请等待。',
    },
    listsMissing: {
      title: '读写器缺少名单',
      short: '读写器缺少名单',
      means: '没有扣款。请主管在“收款设备”界面载入名单。',
    },
  },
  card: '读写器上',
  none: '没有卡',
  cards: { usual: '平常的卡', other: '另一张' },
  cable: '连接线',
  pluggedIn: '已连接',
  pulled: '已拔出',
  isPulled: '八达通连接线已拔出',
}
