import { withRealDocker } from './commands/real';
import { login, logout } from './commands/login';
import { realDocker } from './daemon';
import { DockerFailure } from './failure';
import { settingsOf } from './settings';
import { standIn } from './stand-in';

const VERSION = 'Docker version 0.0.0, stand-in of the local CodeBuild';

/** `docker` in a build: the real one where a daemon answers, a stand-in where none does. */
async function main(words: readonly string[]): Promise<void> {
  const settings = settingsOf(process.env);
  const [command = '--help'] = words;
  if (!settings.privileged) return withoutDaemon(words);
  const docker = realDocker(settings);
  if (docker) return withRealDocker(settings, docker, words);
  if (command === '--version' || command === '-v') return void process.stdout.write(`${VERSION}\n`);
  return standIn(settings, words);
}

/** CodeBuild starts a daemon only in privileged mode. https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html#troubleshooting-cannot-connect-to-docker-daemon */
function withoutDaemon([command = '', ...rest]: readonly string[]): void {
  const settings = settingsOf(process.env);
  if (command === '--version' || command === '-v') return void process.stdout.write(`${VERSION}\n`);
  if (command === 'login') return login(settings, rest);
  if (command === 'logout') return logout(settings, rest);
  throw new DockerFailure(
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n' +
      "(CodeBuild starts one only where the project's environment has privilegedMode: true)",
  );
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof DockerFailure ? error.message : ((error as Error).stack ?? String(error))}\n`,
  );
  process.exitCode = error instanceof DockerFailure ? error.status : 1;
});
