import colors from 'picocolors';
import type { Fact, Need } from './model';
import type { RollbackPlan } from './plan-rollback';

/** Rows of a name and a value. @returns lines without their ends */
export function factLines(facts: readonly Fact[]): string[] {
  const width = Math.max(...facts.map(({ name }) => name.length));
  return facts.map(({ name, value }) => `  ${colors.dim(name.padEnd(width))}  ${value}`);
}

/** What a rollback would do, and whether what it needs exists. @returns lines without their ends */
export function planLines(plan: RollbackPlan): string[] {
  switch (plan.way) {
    case 'none':
      return [`  ${colors.yellow('–')} none is possible now: ${plan.text}`];
    case 'take-back':
      return [`  ${plan.text}`];
    case 'roll-back-stage':
      return [`  ${plan.text}`, ...plan.needs.map(needLine)];
  }
}

const needLine = ({ what, missing }: Need): string =>
  missing === undefined ? `  ${colors.green('✓')} ${what}` : `  ${colors.red('✗')} ${what}: ${missing}`;

/** What a rollback needs and AWS no longer has. */
export const missingNeeds = (plan: RollbackPlan): readonly Need[] =>
  plan.way === 'roll-back-stage' ? plan.needs.filter(({ missing }) => missing !== undefined) : [];
