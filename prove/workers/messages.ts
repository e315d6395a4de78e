import type { Cost } from '../report/meter';
import type { PlayedScenario } from '../run/play-scenario';

/** A scenario that a process is to play. */
export interface Task {
  readonly kind: string;
  readonly scenario: string;
  /** @default - all families */
  readonly family?: string;
}

/** What a process is asked: to play a scenario, or for what it has cost, after which it ends. */
export type Request = { readonly task: Task } | { readonly isOver: true };

/** What it answers, in between and at the end. */
export type Reply =
  | { readonly type: 'progress'; readonly cases: number; readonly at: string }
  | { readonly type: 'played'; readonly played: PlayedScenario }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'cost'; readonly cost: Cost };
