import { useId, type ReactNode } from 'react';
import styles from './Choices.module.css';

interface Props<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string; hint?: string; icon?: ReactNode }[];
}

/** A few choices that deserve a sentence each. */
export function Choices<T extends string>({ label, value, onChange, options }: Props<T>) {
  const name = useId();
  return (
    <fieldset className={styles.choices}>
      <legend className={styles.legend}>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.choice}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          <span className={styles.icon} aria-hidden>
            {option.icon}
          </span>
          <span className={styles.text}>
            <strong>{option.label}</strong>
            {option.hint && <span>{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
