import { useEffect, useReducer, useState, type ComponentType, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button';
import styles from './later.module.css';
import { Notice } from './Notice';

/*
 * Parts that the first paint does without. Each is fetched when it is first shown, or before that when the page has
 * nothing better to do; once it is there it is drawn at once, without the pause of a Suspense boundary. When it
 * cannot be fetched it says so in its place and can be asked for again; the rest of the page stays.
 */
const notAskedFor = new Set<() => Promise<unknown>>();

/** `waiting` stands there until it has come. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>, waiting?: ReactNode): ComponentType<P> {
  let Part: ComponentType<P> | null = null;
  let coming: Promise<void> | null = null;
  const fetched = (): Promise<void> => {
    notAskedFor.delete(fetched);
    coming ??= load().then(
      (part) => {
        Part = part;
      },
      (cause: unknown) => {
        coming = null;
        throw cause;
      },
    );
    return coming;
  };
  notAskedFor.add(fetched);

  return function Later(props: P) {
    const { t } = useTranslation();
    const [, drawAgain] = useReducer((times: number) => times + 1, 0);
    const [failed, setFailed] = useState(false);
    const missing = Part === null && !failed;

    useEffect(() => {
      if (!missing) return;
      let gone = false;
      fetched().then(
        () => !gone && drawAgain(),
        () => !gone && setFailed(true),
      );
      return () => {
        gone = true;
      };
    }, [missing]);

    if (Part) return <Part {...props} />;
    if (!failed) return waiting;
    return (
      <div className={styles.failed}>
        <Notice
          action={
            <Button tone="quiet" onClick={() => setFailed(false)}>
              {t('common.retry')}
            </Button>
          }
        >
          {t('common.partFailed')}
        </Notice>
      </div>
    );
  };
}

/** Fetches every part that was not needed yet, so that it is there when it is, also without a connection. */
export function fetchTheRest(): void {
  for (const fetched of [...notAskedFor]) fetched().catch(() => undefined); // asked for again when it is shown
}
