/** A message of the reader link in one line, for whoever looks for a fault: of an Octopus no more than its last four digits. */
import type { Message } from './messages.ts'

export function noteOf(message: Message): string {
  switch (message.kind) {
    case 'request':
      return facts(message.call, message.body)
    case 'response':
      return facts(`${message.call}: done`, message.body)
    case 'event':
      return facts(message.event, message.body)
    case 'error':
      return facts('error', message.body)
  }
}

function facts(what: string, body: object): string {
  return [what, ...Object.entries(body).flatMap(([name, value]) => told(name, value))].join(', ')
}

function told(name: string, value: unknown): readonly string[] {
  if (Array.isArray(value)) return [`${name} ${value.length}`]
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([inner, one]) => told(inner, one))
  }
  if (typeof value === 'string' && value !== '') {
    return [name === 'cardNumber' ? `card ...${value.slice(-4)}` : `${name} ${value}`]
  }
  return typeof value === 'number' || typeof value === 'boolean' ? [`${name} ${value}`] : []
}
