import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Side } from './baseline';

/** A process of one side that measures what it is asked to. */
export interface Probe<Question, Answer> {
  ask(question: Question): Promise<Answer>;
  end(): void;
}

/**
 * Starts a script of this checkout in a side's folder, so that it loads that side's code and packages.
 * @param script absolute path of a TypeScript file that calls `answerProbe`
 * @throws Error where the script ends instead of answering
 */
export function startProbe<Question extends object, Answer>(
  side: Side,
  script: string,
): Probe<Question, Answer> {
  const child = fork(script, [], { cwd: side.folder, execArgv: ['--import', 'tsx'] });
  const exited = once(child, 'exit').then(() => {
    throw new Error(`The probe of ${side.folder} ended without an answer: ${script}`);
  });
  exited.catch(() => undefined); // it ends after its last answer, too
  return {
    async ask(question) {
      child.send(question);
      const [answer] = (await Promise.race([once(child, 'message'), exited])) as [Answer];
      return answer;
    },
    end: () => child.disconnect(),
  };
}

/** Answers each question that `startProbe`'s caller asks. An error ends the process. */
export function answerProbe<Question, Answer>(measure: (question: Question) => Promise<Answer>): void {
  process.on('message', (question: Question) => {
    void measure(question).then((answer) => process.send?.(answer));
  });
}
