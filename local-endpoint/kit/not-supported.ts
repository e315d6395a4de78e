import { AwsError } from './aws-error';

/**
 * How the endpoint refuses what AWS can do and it cannot: by name, with a client error, so that no client repeats it.
 * @param what for example `codedeploy:CreateDeploymentConfig with zonalConfig`
 * @param reason what to do instead, or why @default - none
 */
export function notSupported(what: string, reason?: string): AwsError {
  const because = reason ? `: ${reason}` : '';
  return new AwsError('UnsupportedOperation', `${what} is not supported by the local endpoint${because}`);
}
