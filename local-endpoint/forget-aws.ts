/**
 * Removes the user's own AWS configuration from this process, and so from its children: a profile, an endpoint or a
 * session for the real AWS must not reach what runs in the local endpoint. To be called before the endpoint starts.
 */
export function forgetAws(environment: NodeJS.ProcessEnv = process.env): void {
  for (const name of Object.keys(environment)) if (name.startsWith('AWS_')) delete environment[name];
  environment.AWS_CONFIG_FILE = '/dev/null';
  environment.AWS_SHARED_CREDENTIALS_FILE = '/dev/null';
  environment.AWS_EC2_METADATA_DISABLED = 'true';
  environment.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
}
