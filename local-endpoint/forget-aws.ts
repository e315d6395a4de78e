/**
 * A process environment without the user's AWS configuration: a profile, an endpoint or a session for the real AWS must
 * not reach what runs against the local endpoint.
 */
export function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_'))),
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/** Removes the user's AWS configuration from this process, and so from its children. To be called before the endpoint starts. */
export function forgetAws(environment: NodeJS.ProcessEnv = process.env): void {
  for (const name of Object.keys(environment)) if (name.startsWith('AWS_')) delete environment[name];
  Object.assign(environment, withoutAws(environment));
}
