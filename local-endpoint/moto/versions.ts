/** The Python packages the rehearsal needs, as pip takes them; the only place that pins them. `moto[server]` brings cfn-lint. */
export const PYTHON_PACKAGES = ['moto[server]==5.2.1', 'awscli==1.45.11'] as const;
