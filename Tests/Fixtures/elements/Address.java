import java.awt.FlowLayout;
import javax.swing.*;

/** A window of Swing: a menu, a field with a label, a list, a table, tabs and a button. */
public class Address {
    public static void main(String[] arguments) {
        SwingUtilities.invokeLater(Address::show);
    }

    private static void show() {
        JMenu file = new JMenu("File");
        file.add(new JMenuItem("Save"));
        JMenuBar bar = new JMenuBar();
        bar.add(file);
        JTextField field = new JTextField("Ann", 12);
        JLabel label = new JLabel("Name");
        label.setLabelFor(field);
        JTabbedPane tabs = new JTabbedPane();
        tabs.add("General", new JPanel());
        tabs.add("Extra", new JPanel());
        JPanel panel = new JPanel(new FlowLayout());
        panel.add(label);
        panel.add(field);
        panel.add(new JCheckBox("Subscribed", true));
        panel.add(new JButton("Apply"));
        panel.add(new JList<>(new String[] {"a.txt", "b.txt"}));
        panel.add(new JTable(new Object[][] {{"Tea", "3"}, {"Coffee", "4"}}, new Object[] {"Item", "Price"}));
        panel.add(tabs);
        JFrame frame = new JFrame("Addresses");
        frame.setJMenuBar(bar);
        frame.add(panel);
        frame.setSize(500, 300);
        frame.setDefaultCloseOperation(JFrame.EXIT_ON_CLOSE);
        frame.setVisible(true);
    }
}
