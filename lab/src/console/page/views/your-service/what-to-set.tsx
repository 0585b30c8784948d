import type { LabInfo } from '../../../flow.ts';
import { languages, settingsFor, titleOfLanguage } from '../../../../watch/settings-for.ts';
import type { Language } from '../../../../score/report.ts';
import { Choice } from '../../panels/time-controls.tsx';
import { usePlace } from '../../shell/router.tsx';

/** What a service sets to send to this lab, in a language. */
export function WhatToSet({ service, lab }: { service: string; lab: LabInfo }) {
  const { query } = usePlace();
  const asked = query.get('language') as Language | null;
  const language = asked && languages.includes(asked) ? asked : 'nodejs';
  const { lines, besides } = settingsFor(language, service, lab.receiver);
  return (
    <section className="card" aria-label="What to set">
      <h2>What to set</h2>
      <div className="controls">
        <Choice
          name="Language"
          param="language"
          value={language}
          options={languages.map((one) => [one, titleOfLanguage(one)] as const)}
        />
      </div>
      <pre className="watch-lines">
        <code>{lines.join('\n')}</code>
      </pre>
      <p className="note">{besides}</p>
      <p className="note">
        HTTP is taken at <code>{lab.receiver.http}</code>, gRPC at <code>{lab.receiver.grpc}</code>.{' '}
        {lab.runtime === 'docker' && (
          <>
            From a container in the lab’s network <code>apps</code>: <code>http://otel-collector:4318</code>.
          </>
        )}
      </p>
    </section>
  );
}
