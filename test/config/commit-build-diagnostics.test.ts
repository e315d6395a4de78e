import { ConfigError } from '../../lib/config/config-error';
import { commits, diagnosticOf, diagnosticsOf } from './diagnostics-of';

const BUILD = '{ images: { app: web, proxy: { ecr: proxy } } }';

describe('how many images a deployment takes', () => {
  const images = (count: number) =>
    Array.from({ length: count }, (_, index) => `c${index}: repository${index}`).join(', ');

  test('is ten where ECS replaces tasks', () => {
    expect(diagnosticsOf(commits([BUILD, `{ images: { ${images(10)} } }`]))).toEqual([]);
    expect(diagnosticOf(commits([BUILD, `{ images: { ${images(11)} } }`])).rule).toContain(
      'at most 10 images',
    );
  });

  test('is four where CodeDeploy does', () => {
    const build = (count: number) => commits(['build: docker', `build: { images: { ${images(count)} } }`]);
    expect(diagnosticsOf(build(4))).toEqual([]);
    expect(diagnosticOf(build(5))).toMatchObject({
      path: 'pipelines.api.build.images',
      rule: 'must have at most 4 images: an ecs-blue-green deployment takes no more',
    });
  });
});

describe('a variable that looks like a secret', () => {
  test.each([
    ['an access key', 'AKIAIOSFODNN7EXAMPLE'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----'],
    ['a token of GitHub', `ghp_${'a1B2'.repeat(9)}`],
    ['a token of GitLab', `glpat-${'a1B2'.repeat(5)}`],
    ['a password in a URL', 'postgres://shop:hunter22@database/shop'],
  ])('%s is refused, and not shown', (_, secret) => {
    const diagnostic = diagnosticOf(commits([BUILD, `{ environment: { A: "${secret}" } }`]));
    expect(diagnostic.path).toBe('pipelines.web.build.environment.A');
    expect(diagnostic.rule).toContain('keep it in Parameter Store or Secrets Manager');
    expect(new ConfigError([diagnostic]).format()).not.toContain(secret);
  });

  test('is found in a check too', () => {
    const check = '{ buildspec: test.yml, environment: { A: AKIAIOSFODNN7EXAMPLE } }';
    expect(diagnosticOf(commits(['unit-tests: test.yml', `unit-tests: ${check}`])).path).toBe(
      'pipelines.web.checks.unit-tests.environment.A',
    );
  });
});
