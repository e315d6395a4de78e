import { withoutAws } from '../../rehearsal/set-up/aws-environment';

/** Takes the user's AWS configuration out of this process, and so out of its children. */
export function forgetAws(environment: NodeJS.ProcessEnv = process.env): void {
  for (const name of Object.keys(environment)) if (name.startsWith('AWS_')) delete environment[name];
  Object.assign(environment, withoutAws(environment));
}
