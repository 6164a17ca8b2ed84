/** Whoever can sign in to training, with PINs that the sign-in screen shows. */
import type { Learner } from '../engine/founding.ts'

export const learners: readonly Learner[] = [
  { name: '陳美玲 Mei Ling', role: 'cashier', pin: '1111' },
  { name: '李志明 Chi Ming', role: 'cashier', pin: '2222' },
  { name: '黃家欣 Ka Yan', role: 'supervisor', pin: '3333' },
  { name: '何永康 Wing Hong', role: 'manager', pin: '4444' },
  { name: '周子軒 Tsz Hin', role: 'admin', pin: '5555' },
]
