import { type FormEvent, useState } from 'react';
import type { LabInfo } from '../../../flow.ts';
import { type Exercise, exercises, lacking, type Verdict } from '../../../../exercises/index.ts';
import { ask, json } from '../../shell/ask.ts';
import { Link } from '../../shell/router.tsx';
import { Empty, Failed } from '../../shell/states.tsx';
import './learn.css';

/** Questions about the running lab, whose answers are checked against it. */
export default function LearnView({ lab, exercise: id }: { lab: LabInfo; exercise: string | undefined }) {
  const exercise = exercises.find((e) => e.id === id);
  if (exercise) return <ExercisePage key={exercise.id} exercise={exercise} lab={lab} />;
  return (
    <>
      <h1>Learn</h1>
      <p className="lead">Each exercise asks something of this very lab, and checks the answer against it.</p>
      {id && <Empty title="There is no such exercise" />}
      <ol className="exercises">
        {exercises.map((one) => (
          <li key={one.id} className="card">
            <h2>
              <Link to={`/learn/${one.id}`}>{one.title}</Link> {isSolved(one) && <span className="solved">solved</span>}
            </h2>
            <p>{one.question}</p>
            <Lacking exercise={one} lab={lab} />
          </li>
        ))}
      </ol>
    </>
  );
}

function ExercisePage({ exercise, lab }: { exercise: Exercise; lab: LabInfo }) {
  const [verdict, setVerdict] = useState<Verdict>();
  const [error, setError] = useState<Error>();
  const [asking, setAsking] = useState(false);
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const answer = String(new FormData(event.currentTarget).get('answer'));
    setAsking(true);
    setError(undefined);
    try {
      const given = await ask<Verdict>(`/api/answers/${exercise.id}`, json('POST', { answer }));
      setVerdict(given);
      if (given.right) localStorage.setItem(`solved ${exercise.id}`, '1');
    } catch (failure) {
      setError(failure as Error);
    }
    setAsking(false);
  }
  return (
    <article className="exercise">
      <p className="crumbs">
        <Link to="/learn">Learn</Link> / {exercise.title}
      </p>
      <h1>{exercise.title}</h1>
      <p className="lead">{exercise.question}</p>
      <Lacking exercise={exercise} lab={lab} />
      <ol className="steps">
        {exercise.steps.map((step) => (
          <li key={step.do}>
            {step.do} {step.open && <Link to={step.open}>Open</Link>}
          </li>
        ))}
      </ol>
      <form onSubmit={submit} className="answer">
        <label>
          Your answer{' '}
          <input name="answer" required maxLength={200} autoComplete="off" spellCheck={false} aria-describedby="form" />
        </label>
        <button type="submit" className="primary" disabled={asking}>
          Check
        </button>
        <span id="form" className="muted">
          {exercise.form}
        </span>
      </form>
      <div role="status" className="verdict-box">
        {verdict && (
          <div className={verdict.right ? 'card verdict ok' : 'card verdict bad'} data-right={verdict.right}>
            <strong>{verdict.right ? 'Right.' : 'Not yet.'}</strong> {verdict.says}
            {verdict.right && <p>{exercise.lesson}</p>}
          </div>
        )}
      </div>
      {error && <Failed error={error} />}
    </article>
  );
}

/** What this lab does not have for an exercise. */
function Lacking({ exercise, lab }: { exercise: Exercise; lab: LabInfo }) {
  const reason = lacking(exercise, lab.capabilities);
  return reason && <p className="note">{reason}</p>;
}

function isSolved(exercise: Exercise): boolean {
  return localStorage.getItem(`solved ${exercise.id}`) !== null;
}
