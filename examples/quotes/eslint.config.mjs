import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'tests/', '*.mjs'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'no-console': 'error',
      // Lambda waits for what a handler promises, so that every handler is async.
      '@typescript-eslint/require-await': 'off',
    },
  },
);
