import {
  skillsOf,
  terminalProtocols,
  terminalSkills,
} from '../../../src-shared/contract/devices.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { useWords } from '../../state/words.ts'
import { EditorChoice } from './EditorChoice.tsx'
import { EditorField } from './EditorField.tsx'
import { EditorTick } from './EditorTick.tsx'
import { numberFieldNames, numberFields, rangeOf, withProtocol, type EditorPart } from './draft.ts'

/** What the terminal speaks. */
export function EditorProtocol({ draft, change }: EditorPart) {
  const { devices } = useWords().texts
  const { editor } = devices
  return (
    <section className="editor-part" aria-labelledby="editor-protocol">
      <h3 className="editor-title" id="editor-protocol">
        {editor.protocol}
      </h3>
      <EditorChoice
        labelledBy="editor-protocol"
        chosen={draft.protocol}
        options={terminalProtocols.map((id) => ({
          id,
          words: devices.protocols[id],
          means: editor.protocolMeans[id],
        }))}
        onChoose={(protocol) => change((now) => withProtocol(now, protocol))}
      />
    </section>
  )
}

/** What of the protocol this terminal can do. */
export function EditorSkills({ draft, change, leave }: EditorPart) {
  const { devices } = useWords().texts
  const { editor } = devices
  const known = skillsOf[draft.protocol]
  return (
    <section className="editor-part" aria-labelledby="editor-skills">
      <h3 className="editor-title" id="editor-skills">
        {editor.skills}
      </h3>
      <p className="editor-means">{editor.skillsMeans}</p>
      {terminalSkills
        .filter((skill) => known.includes(skill))
        .map((skill) => (
          <EditorTick
            key={skill}
            words={devices.skills[skill]}
            means={editor.skillMeans[skill]}
            on={draft.skills.includes(skill)}
            onChange={(on) =>
              change((now) => ({
                ...now,
                skills: terminalSkills.filter((one) =>
                  one === skill ? on : now.skills.includes(one),
                ),
              }))
            }
            onLeave={leave}
            testId={`skill-${skill}`}
          />
        ))}
    </section>
  )
}

/** What only this protocol has. */
export function EditorSpecial({ draft, change, wrong, leave }: EditorPart) {
  const { editor } = useWords().texts.devices
  if (draft.protocol === 'hkText') return null
  return (
    <section className="editor-part" aria-labelledby="editor-special">
      <h3 className="editor-title" id="editor-special">
        {editor.special}
      </h3>
      {draft.protocol === 'zvt' ? (
        <EditorField
          label={editor.password}
          means={editor.passwordMeans}
          value={draft.password}
          onChange={(password) => change({ password })}
          wrong={wrong.has('password') ? editor.passwordWrong : null}
          inputMode="numeric"
          onLeave={leave}
          testId="password"
        />
      ) : (
        <>
          {draft.skills.includes('void') && (
            <div className="editor-field">
              <span className="editor-label" id="editor-void">
                {editor.voidCode}
              </span>
              <EditorChoice
                labelledBy="editor-void"
                chosen={draft.voidCode}
                options={(['26', '40'] as const).map((id) => ({ id, words: id }))}
                onChoose={(voidCode) => change({ voidCode })}
              />
              <span className="editor-means">{editor.voidCodeMeans}</span>
            </div>
          )}
          <EditorTick
            words={editor.saysMore}
            means={editor.saysMoreMeans}
            on={draft.saysMore}
            onChange={(saysMore) => change({ saysMore })}
            onLeave={leave}
            testId="saysMore"
          />
          <EditorField
            label={editor.unclearCodes}
            means={editor.unclearCodesMeans}
            value={draft.unclearCodes}
            onChange={(unclearCodes) => change({ unclearCodes })}
            wrong={wrong.has('unclearCodes') ? editor.unclearCodesWrong : null}
            onLeave={leave}
            testId="unclearCodes"
          />
        </>
      )}
    </section>
  )
}

/** How long and how often: as most terminals need it. */
export function EditorTimes({ draft, change, wrong, leave }: EditorPart) {
  const { editor } = useWords().texts.devices
  return (
    <section className="editor-part" aria-labelledby="editor-times">
      <h3 className="editor-title" id="editor-times">
        {editor.times}
      </h3>
      <p className="editor-means">{editor.timesMeans}</p>
      <div className="editor-times">
        {numberFieldNames.map((field) => {
          const unit = numberFields[field]
          const name = editor[field]
          return (
            <EditorField
              key={field}
              label={
                unit === 'times' ? name : fill(editor.withUnit, { name, unit: editor.units[unit] })
              }
              means={editor[`${field}Means`]}
              value={draft[field]}
              onChange={(typed) => change({ [field]: typed })}
              wrong={wrong.has(field) ? fill(editor.numberWrong, rangeOf(field)) : null}
              inputMode={unit === 'seconds' ? 'decimal' : 'numeric'}
              onLeave={leave}
              testId={field}
            />
          )
        })}
      </div>
    </section>
  )
}
