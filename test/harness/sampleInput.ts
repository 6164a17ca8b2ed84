/** An input that fits a call's schema, made from the schema itself: no list of calls to keep. */
import { z } from 'zod'
import { freshId } from './fakeTill.ts'

const shapeSchema = z.object({
  type: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  format: z.string().optional(),
  minimum: z.number().optional(),
  minLength: z.number().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
})

export const sampleInput = (schema: z.ZodType): unknown =>
  sample(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))

function sample(raw: unknown): unknown {
  const shape = shapeSchema.parse(raw)
  if ('const' in shape) return shape.const
  if (shape.enum) return shape.enum[0]
  const [first] = shape.anyOf ?? shape.oneOf ?? []
  if (first !== undefined) return sample(first)
  switch (shape.type) {
    case 'object': {
      const { properties = {}, required = [] } = shape
      return Object.fromEntries(required.map((name) => [name, sample(properties[name])]))
    }
    case 'array':
      return []
    case 'string':
      // The one text with a form of its own is a PIN.
      return shape.format === 'uuid' ? freshId() : '1111'.padEnd(shape.minLength ?? 0, '1')
    case 'integer':
    case 'number':
      return Math.max(1, shape.minimum ?? 1)
    case 'boolean':
      return true
    default:
      return null
  }
}
