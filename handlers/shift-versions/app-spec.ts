import type { TrafficHooks } from '../contract/lambda-settings';

/** What CodeDeploy moves. */
export interface AppSpecProps {
  readonly functionName: string;
  readonly alias: string;
  /** The number of the version that the alias names, or `$LATEST`. */
  readonly currentVersion: string;
  readonly targetVersion: string;
  readonly hooks: TrafficHooks;
}

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-example.html#appspec-file-example-lambda */
export function appSpecOf({
  functionName,
  alias,
  currentVersion,
  targetVersion,
  hooks,
}: AppSpecProps): string {
  const { beforeAllowTraffic, afterAllowTraffic } = hooks;
  const Properties = {
    ...{ Name: functionName, Alias: alias },
    ...{ CurrentVersion: currentVersion, TargetVersion: targetVersion },
  };
  return JSON.stringify({
    version: 0.0,
    Resources: [{ [functionName]: { Type: 'AWS::Lambda::Function', Properties } }],
    Hooks: [
      ...(beforeAllowTraffic === undefined ? [] : [{ BeforeAllowTraffic: beforeAllowTraffic }]),
      ...(afterAllowTraffic === undefined ? [] : [{ AfterAllowTraffic: afterAllowTraffic }]),
    ],
  });
}
